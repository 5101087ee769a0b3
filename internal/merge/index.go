package merge

// Key is what things are looked up by; equal content gives equal keys. Keys are non-negative as int64.
type Key uint64

// Posting says that an article holds a hash.
type Posting struct {
	Hash    Hash
	Article string
	Host    string
	Day     Day // of publication
}

// Index is what Online remembers. One call of Online.Add or Online.Remove makes all its calls in one go: on SQL tables
// they belong into one transaction, after which the index must show all of them or none. Implementations need no locks
// of their own; Online is not called twice at once on the same index.
//
// What is handed in or returned is not changed by either side afterwards. Order of results does not matter, doubles do:
// there are none.
type Index interface {
	// Articles returns the articles with these ids; unknown ids are left out.
	Articles(ids []string) ([]*Article, error)
	// PutArticle writes an article over the one with its id, without its postings.
	PutArticle(a *Article) error
	// DeleteArticle removes an article, its postings and its relations.
	DeleteArticle(id string) error

	// AddPostings adds the hashes of a new article; those in house are house text of the host already.
	AddPostings(a *Article, hashes, house []Hash) error
	// House returns which of these hashes are house text of the host.
	House(host string, hashes []Hash) ([]Hash, error)
	// Sharing returns the articles, of any host, that hold at least so many of these hashes, and for each hash how many articles of
	// this host hold it, "" for none. House text does not count. A hash may be in thousands of articles; an article in question
	// is in few of the answers.
	Sharing(hashes []Hash, least int, host string) (articles []*Article, own map[Hash]int, err error)
	// SetHouse makes a hash house text of the host, or not any more, and returns the host's articles that hold it.
	SetHouse(host string, h Hash, on bool) ([]*Article, error)
	// Days counts the different publication days of the host's articles that hold a hash, each article without a day as one more;
	// house says whether the hash is house text there. It may stop counting at atMost.
	Days(host string, h Hash, house bool, atMost int) (int, error)

	// Relations returns the relations in which any of these articles takes part.
	Relations(ids []string) ([]Relation, error)
	// PutRelation writes a relation over the one between the same two articles.
	PutRelation(r Relation) error
	// DeleteRelation removes the relation between two articles, named in any order.
	DeleteRelation(a, b string) error

	// Threads groups articles that are much alike.
	Threads() Clusters[*Article]
	// Stories groups threads, each under the id of its leading article.
	Stories() Clusters[*Thread]
	// Incidents groups reports.
	Incidents() Clusters[*Report]
	// ReportsOf returns the ids of the reports of an article.
	ReportsOf(article string) ([]string, error)
}

// Member is a thing in a clustering: it leads a cluster (Leader is its own id) or follows the leader of one.
type Member[T any] struct {
	ID     string
	Item   T
	Rank   Rank   // precedence
	Keys   []Key  // what it can be found by, sorted
	Leader string // id of the leading member
	Score  float64
}

// Leads tells whether the member leads its cluster.
func (m *Member[T]) Leads() bool { return m.Leader == m.ID }

// Clusters keeps one clustering: of reports into incidents, of articles into threads, of threads into stories.
type Clusters[T any] interface {
	// Leaders returns the members that lead and have any of these keys.
	Leaders(keys []Key) ([]*Member[T], error)
	// All returns all members that have any of these keys.
	All(keys []Key) ([]*Member[T], error)
	// Cluster returns the members that have this leader, with the leader.
	Cluster(leader string) ([]*Member[T], error)
	// Members returns the members with these ids; unknown ids are left out.
	Members(ids []string) ([]*Member[T], error)
	// Put adds a member.
	Put(m *Member[T]) error
	// Assign gives a member another leader; its own id makes it lead.
	Assign(id, leader string, score float64) error
	// Delete removes a member.
	Delete(id string) error
}

// Change names the clusters and articles that an Add or Remove changed, sorted, so that what is kept about them can be
// made anew. A cluster that is gone is named too.
type Change struct {
	Families  []string // ids of articles whose Origin changed, the new one among them
	Threads   []string // ids of leading articles
	Stories   []string // ids of leading threads
	Incidents []string // ids of leading reports
}
