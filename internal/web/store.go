package web

// Store is what the page needs of the store.
type Store interface{}
