package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	yaml "sigs.k8s.io/yaml/goyaml.v3"
)

// node is a part of a template: an object, as CloudFormation's JSON has it.
type node = map[string]any

// template is lambda/template.yaml, with functions in the form they have in JSON.
type template struct {
	Parameters map[string]setting
	Rules      map[string]assertions
	Conditions node
	Resources  map[string]resource
	Outputs    map[string]told
}

type told struct {
	Condition string
	Value     any
}

type setting struct {
	Type                                  string
	Default                               any
	AllowedPattern, ConstraintDescription string
	AllowedValues                         []any
}

type assertions struct {
	RuleCondition any
	Assertions    []struct {
		Assert            any
		AssertDescription string
	}
}

type resource struct {
	Type, Condition                     string
	DeletionPolicy, UpdateReplacePolicy string
	Properties                          any
}

func readTemplate(t *testing.T) *template {
	t.Helper()
	return readTemplateAt(t, "template.yaml")
}

func readTemplateAt(t *testing.T, path string) *template {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	longForm(t, doc.Content[0])
	var tree any
	if err := doc.Decode(&tree); err != nil {
		t.Fatal(err)
	}
	if data, err = json.Marshal(tree); err != nil {
		t.Fatal(err)
	}
	var out template
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return &out
}

// longForm writes !Sub and the like as objects. Aliases and merges are nothing
// that CloudFormation reads.
func longForm(t *testing.T, n *yaml.Node) {
	t.Helper()
	if n.Kind == yaml.AliasNode || n.Anchor != "" || n.Tag == "!!merge" {
		t.Errorf("line %d: got an alias or a merge, which CloudFormation does not take", n.Line)
	}
	for _, child := range n.Content {
		longForm(t, child)
	}
	name, short := strings.CutPrefix(n.Tag, "!")
	if !short || strings.HasPrefix(name, "!") {
		return
	}
	if name != "Ref" && name != "Condition" {
		name = "Fn::" + name
	}
	inner := *n
	inner.Tag = ""
	if n.Kind == yaml.ScalarNode {
		inner.Tag = "!!str"
	}
	*n = yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Tag: "!!str", Value: name}, &inner}}
}
