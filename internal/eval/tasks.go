package eval

// Tasks lists the tasks in the order in which the table shows them.
func Tasks() []Task {
	return []Task{
		entitiesTask(),
		datesTask(),
		// One line per task; each lives in a file of its own.
		cleanTask(),
		splitTask(),
		tagTask(),
		parseTask(),
		figuresTask(),
		actorsTask(),
		placesTask(),
	}
}
