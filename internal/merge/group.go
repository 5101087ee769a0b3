package merge

// Rank is the precedence of a member: the higher Says leads; of equals the one of the earlier Day (a day that is not
// known is the latest); then the lower Tie, a hash of the content; then the lower id.
type Rank struct {
	Says int32
	Day  Day
	Tie  uint32
}
