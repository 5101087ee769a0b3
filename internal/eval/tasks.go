package eval

// Tasks lists the tasks in the order in which the table shows them.
func Tasks() []Task {
	return []Task{
		entitiesTask(),
		datesTask(),
		goldTask(),
		cleanTask(),
		splitTask(),
		tagTask(),
		parseTask(),
		figuresTask(),
		attributionTask(),
		claimsTask(),
		heldOutTask(),
		eventsHeldOutTask(),
		actorsTask(),
		actsTask(),
		dyadsTask(),
		happenedTask(),
		placesTask(),
		copiesTask(),
		storiesTask(),
		incidentsTask(),
	}
}
