package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// policy is an IAM policy. What the template has no use for is not known here.
type policy struct {
	Version   string
	Statement []statement
}

type statement struct {
	Effect    string
	Principal map[string]string
	Action    list
	Resource  list
	Condition map[string]map[string]list
}

// list is one text or several.
type list []string

func (l *list) UnmarshalJSON(data []byte) error {
	if data[0] == '[' {
		return json.Unmarshal(data, (*[]string)(l))
	}
	*l = make(list, 1)
	return json.Unmarshal(data, &(*l)[0])
}

// readPolicy reads a policy document, or one that is text.
func readPolicy(t *testing.T, document any) policy {
	t.Helper()
	data, isText := document.(string)
	if !isText {
		b, err := json.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		data = string(b)
	}
	dec := json.NewDecoder(strings.NewReader(data))
	dec.DisallowUnknownFields()
	var p policy
	if err := dec.Decode(&p); err != nil || p.Version != "2012-10-17" || len(p.Statement) == 0 {
		t.Fatalf("got the policy %s, %v, want one of 2012-10-17 with statements", data, err)
	}
	return p
}

// trust returns who may be a role.
func (s *stack) trust(t *testing.T, role string) policy {
	t.Helper()
	return readPolicy(t, s.resources[role]["AssumeRolePolicyDocument"])
}

// rights returns all that a role may do: by its own policies, and by those that
// name it or that it names.
func (s *stack) rights(t *testing.T, role string) policy {
	t.Helper()
	var all policy
	add := func(document any) { all.Statement = append(all.Statement, readPolicy(t, document).Statement...) }
	own, _ := s.resources[role]["Policies"].([]any)
	for _, p := range own {
		add(p.(node)["PolicyDocument"])
	}
	managed, _ := s.resources[role]["ManagedPolicyArns"].([]any)
	for _, name := range slices.Sorted(maps.Keys(s.resources)) {
		properties := s.resources[name]
		roles, _ := properties["Roles"].([]any)
		switch s.kind(name) {
		case "AWS::IAM::Policy":
			if slices.Contains(roles, any(role)) {
				add(properties["PolicyDocument"])
			}
		case "AWS::IAM::ManagedPolicy":
			if slices.Contains(managed, any(s.arn(name))) {
				add(properties["PolicyDocument"])
			}
		}
	}
	return all
}

// ask is what AWS asks a policy about. Keys are those of conditions.
type ask struct {
	action, resource string
	keys             map[string]string
}

// allows answers as IAM does: one statement has to allow it, and none may deny it.
func (p policy) allows(r ask) bool {
	allowed := false
	for _, s := range p.Statement {
		if !s.Action.has(r.action) || s.Principal == nil && !s.Resource.has(r.resource) || !s.meets(r.keys) {
			continue
		}
		if s.Effect == "Deny" {
			return false
		}
		allowed = true
	}
	return allowed
}

// has finds a name, in which a pattern's * is any text.
func (l list) has(name string) bool {
	return slices.ContainsFunc(l, func(pattern string) bool {
		return regexp.MustCompile(`^` + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, `.*`) + `$`).MatchString(name)
	})
}

// meets evaluates the conditions; a key that the request does not have meets none.
func (s statement) meets(keys map[string]string) bool {
	for operator, wants := range s.Condition {
		for key, values := range wants {
			got, ok := keys[key]
			switch operator {
			case "StringEquals":
				ok = ok && slices.Contains(values, got)
			case "StringLike", "ArnLike":
				ok = ok && values.has(got)
			default:
				panic(fmt.Sprintf("template.yaml: no operator %s", operator))
			}
			if !ok {
				return false
			}
		}
	}
	return true
}
