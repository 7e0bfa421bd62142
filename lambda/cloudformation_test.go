package main

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// stack is what CloudFormation would make of the template, in an account of its own.
type stack struct {
	*template
	values    map[string]string // of parameters, and of AWS::Region and its like
	resources map[string]node   // the properties of what is made
	outputs   map[string]string
}

const accountID = "123456789012"

// create evaluates the template for a region and these parameters. An error is
// what CloudFormation refuses before it makes anything.
func (t *template) create(region string, given map[string]string) (*stack, error) {
	partition, suffix := "aws", "amazonaws.com"
	if strings.HasPrefix(region, "cn-") {
		partition, suffix = "aws-cn", "amazonaws.com.cn"
	}
	s := &stack{template: t, resources: map[string]node{}, outputs: map[string]string{}, values: map[string]string{
		"AWS::Region": region, "AWS::Partition": partition, "AWS::URLSuffix": suffix, "AWS::AccountId": accountID,
	}}
	if err := s.take(given); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(t.Rules)) {
		r := t.Rules[name]
		if r.RuleCondition != nil && !s.holds(r.RuleCondition) {
			continue
		}
		for _, a := range r.Assertions {
			if !s.holds(a.Assert) {
				return nil, errors.New(a.AssertDescription)
			}
		}
	}
	for name, r := range t.Resources {
		if s.made(r.Condition) {
			s.resources[name], _ = s.value(r.Properties).(node)
		}
	}
	for name, o := range t.Outputs {
		if s.made(o.Condition) {
			s.outputs[name] = s.text(o.Value)
		}
	}
	return s, nil
}

// take checks the parameters.
func (s *stack) take(given map[string]string) error {
	for name := range given {
		if _, ok := s.Parameters[name]; !ok {
			return fmt.Errorf("no parameter %s", name)
		}
	}
	for name, p := range s.Parameters {
		value, ok := given[name]
		if !ok {
			value = fmt.Sprint(p.Default)
		}
		if p.AllowedPattern != "" && !regexp.MustCompile(`^(?:`+p.AllowedPattern+`)$`).MatchString(value) {
			return fmt.Errorf("parameter %s: %s", name, p.ConstraintDescription)
		}
		if p.AllowedValues != nil && !slices.ContainsFunc(p.AllowedValues, func(v any) bool { return fmt.Sprint(v) == value }) {
			return fmt.Errorf("parameter %s: not one of %v", name, p.AllowedValues)
		}
		s.values[name] = value
	}
	return nil
}

// made reports whether there is a thing with this condition.
func (s *stack) made(condition string) bool {
	return condition == "" || s.holds(node{"Condition": condition})
}

// holds evaluates a condition.
func (s *stack) holds(c any) bool {
	for f, arg := range c.(node) {
		list, _ := arg.([]any)
		switch f {
		case "Condition":
			return s.holds(s.Conditions[arg.(string)])
		case "Fn::Equals":
			return s.text(list[0]) == s.text(list[1])
		case "Fn::Not":
			return !s.holds(list[0])
		case "Fn::And":
			return !slices.ContainsFunc(list, func(c any) bool { return !s.holds(c) })
		case "Fn::Or":
			return slices.ContainsFunc(list, s.holds)
		}
		panic("template.yaml: no condition " + f)
	}
	panic("template.yaml: an empty condition")
}

// none is what AWS::NoValue comes to.
type none struct{}

// value evaluates the functions in a part of the template.
func (s *stack) value(v any) any {
	switch v := v.(type) {
	case []any:
		out := []any{}
		for _, each := range v {
			if each = s.value(each); each != (none{}) {
				out = append(out, each)
			} else {
				panic("template.yaml: AWS::NoValue in a list, which is null to emulators")
			}
		}
		return out
	case node:
		if f, arg, ok := called(v); ok {
			return s.call(f, arg)
		}
		out := node{}
		for key, each := range v {
			if each = s.value(each); each != (none{}) {
				out[key] = each
			}
		}
		return out
	}
	return v
}

// called tells a call of a function from an object.
func called(v node) (name string, arg any, ok bool) {
	if len(v) == 1 {
		for name, arg = range v {
			return name, arg, name == "Ref" || strings.HasPrefix(name, "Fn::")
		}
	}
	return "", nil, false
}

func (s *stack) call(f string, arg any) any {
	list, _ := arg.([]any)
	switch f {
	case "Ref":
		return s.ref(arg.(string))
	case "Fn::GetAtt":
		name, attribute, _ := strings.Cut(arg.(string), ".")
		if attribute != "Arn" {
			panic("template.yaml: no attribute " + attribute)
		}
		return s.arn(name)
	case "Fn::If":
		if s.made(list[0].(string)) {
			return s.value(list[1])
		}
		return s.value(list[2])
	case "Fn::Split":
		parts := []any{}
		for part := range strings.SplitSeq(s.text(list[1]), list[0].(string)) {
			parts = append(parts, part)
		}
		return parts
	case "Fn::Sub":
		return s.sub(arg, list)
	}
	panic("template.yaml: no function " + f)
}

// sub evaluates Fn::Sub in both of its forms.
func (s *stack) sub(arg any, list []any) string {
	own := node{}
	if list != nil {
		arg, own = list[0], list[1].(node)
	}
	return regexp.MustCompile(`\$\{[^}]+\}`).ReplaceAllStringFunc(arg.(string), func(m string) string {
		name := m[2 : len(m)-1]
		if v, ok := own[name]; ok {
			return s.text(v)
		}
		if logical, ok := strings.CutSuffix(name, ".Arn"); ok {
			return s.arn(logical)
		}
		return s.ref(name).(string)
	})
}

func (s *stack) ref(name string) any {
	if name == "AWS::NoValue" {
		return none{}
	}
	if v, ok := s.values[name]; ok {
		return v
	}
	switch s.kind(name) {
	case "AWS::Lambda::Function":
		return s.text(s.Resources[name].Properties.(node)["FunctionName"])
	case "AWS::IAM::ManagedPolicy", "AWS::IAM::OIDCProvider", "AWS::SNS::Topic":
		return s.arn(name)
	}
	return name
}

// arn names a resource as AWS would, but that what CloudFormation names has its
// name from the template.
func (s *stack) arn(name string) string {
	service, path := "", ""
	switch s.kind(name) {
	case "AWS::Lambda::Function":
		service, path = "lambda", "function:"+s.ref(name).(string)
	case "AWS::DynamoDB::Table":
		service, path = "dynamodb", "table/"+name
	case "AWS::Logs::LogGroup":
		service, path = "logs", "log-group:"+name+":*"
	case "AWS::SNS::Topic":
		service, path = "sns", name
	case "AWS::IAM::Role":
		return s.text(node{"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/" + name})
	case "AWS::IAM::ManagedPolicy":
		return s.text(node{"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/" + name})
	case "AWS::IAM::OIDCProvider":
		return s.text(node{"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/${OidcIssuer}"})
	default:
		panic("template.yaml: no ARN of " + name)
	}
	return s.text(node{"Fn::Sub": "arn:${AWS::Partition}:" + service + ":${AWS::Region}:${AWS::AccountId}:" + path})
}

// kind returns a resource's type; there has to be the resource.
func (s *stack) kind(name string) string {
	r, ok := s.Resources[name]
	if !ok || !s.made(r.Condition) {
		panic("template.yaml: " + name + " is named where it is not made")
	}
	return r.Type
}

// text evaluates what has to be text.
func (s *stack) text(v any) string {
	if v, ok := s.value(v).(string); ok {
		return v
	}
	panic(fmt.Sprintf("template.yaml: got %v, want a text", v))
}

// of returns all that is made of a type.
func (s *stack) of(kind string) map[string]node {
	out := map[string]node{}
	for name, properties := range s.resources {
		if s.kind(name) == kind {
			out[name] = properties
		}
	}
	return out
}
