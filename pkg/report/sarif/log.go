package sarif

// Log is a SARIF log, as far as a check has anything to say in it. What is left out has
// the standard's default. go-sarif has all of the standard and a validator, which
// tests use; to link that takes longer at each start than to judge a menu.
// Source: SARIF 2.1.0, section 3.
type Log struct {
	Schema  string `json:"$schema"`
	Version string `json:"version"`
	Runs    []run  `json:"runs"`
}

type run struct {
	Tool struct {
		Driver driver `json:"driver"`
	} `json:"tool"`
	Language    string       `json:"language"`
	ColumnKind  string       `json:"columnKind"`
	Invocations []invocation `json:"invocations"`
	// Results is not null: that would say that nothing was looked at.
	Results []result `json:"results"`
}

type driver struct {
	Name     string       `json:"name"`
	Version  string       `json:"version,omitempty"`
	Language string       `json:"language"`
	Rules    []descriptor `json:"rules,omitempty"`
}

type descriptor struct {
	ID               string        `json:"id"`
	ShortDescription message       `json:"shortDescription"`
	Help             message       `json:"help,omitzero"`
	Configuration    configuration `json:"defaultConfiguration"`
}

type configuration struct {
	Level string `json:"level"`
}

// message is a message, or a text of a rule that may be in Markdown too.
type message struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type invocation struct {
	Successful    bool           `json:"executionSuccessful"`
	Notifications []notification `json:"toolExecutionNotifications,omitempty"`
}

type notification struct {
	Level   string  `json:"level"`
	Message message `json:"message"`
}

type result struct {
	RuleID       string            `json:"ruleId"`
	RuleIndex    int               `json:"ruleIndex"`
	Level        string            `json:"level"`
	Message      message           `json:"message"`
	Locations    []location        `json:"locations"`
	Related      []location        `json:"relatedLocations,omitempty"`
	Fingerprints map[string]string `json:"partialFingerprints"`
	Properties   properties        `json:"properties"`
}

// properties are caidan's own of a result.
type properties struct {
	Accounts int    `json:"accounts"`
	Errcode  int    `json:"errcode,omitempty"`
	Findings int    `json:"findings"`
	Help     string `json:"help,omitempty"`
}

type location struct {
	// ID is what a message refers to it by; 0 where none does.
	ID       int       `json:"id,omitempty"`
	Physical *physical `json:"physicalLocation,omitempty"`
	Logical  []logical `json:"logicalLocations,omitempty"`
	Message  *message  `json:"message,omitempty"`
}

type physical struct {
	Artifact artifact `json:"artifactLocation"`
	Region   *region  `json:"region,omitempty"`
}

type artifact struct {
	URI string `json:"uri"`
}

// region has no field that is 0 and known.
type region struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
	EndLine     int `json:"endLine,omitempty"`
	EndColumn   int `json:"endColumn,omitempty"`
}

type logical struct {
	Name               string `json:"name"`
	FullyQualifiedName string `json:"fullyQualifiedName"`
}
