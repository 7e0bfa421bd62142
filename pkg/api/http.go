package api

// Where caidan serve answers, below its address: a request to the functions of
// these names is posted there, and its result is the answer of status 200. Any
// other answer of its own is a result that has but a schema, an outcome and an
// error.
const (
	PathInspect = "/v1/inspect"
	PathPublish = "/v1/publish"
)

// MaxBody is the most bytes of a request and of a result: as much as AWS Lambda
// takes. Source: AWS Lambda quotas, invocation payload of synchronous requests.
const MaxBody = 6 << 20
