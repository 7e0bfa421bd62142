package trace

import (
	"slices"
	"strconv"
	"strings"

	"github.com/google/go-jsonnet/ast"
)

const (
	// mark starts every name that rewriting adds to a program. No
	// identifier and no sensible field has a control character in it. It is
	// also the name of the external variable that holds trace.libsonnet.
	mark = "\x01"
	// originField comes before the name of a field, in the name of the hidden
	// field with its origin.
	originField = mark + "f:"
	// objectField is the hidden field with the spots of an object's literals.
	objectField = mark + "o"
	// recordName is the parameter with the record of a call.
	recordName ast.Identifier = mark + "r"
	// standardName is what Jsonnet itself calls the standard library, whatever
	// a file calls by the name std.
	standardName ast.Identifier = "$std"
	// selfName is what Jsonnet makes of $.
	selfName ast.Identifier = "$"
)

// The functions below make nodes of a rewritten program. Jsonnet hands a
// program only those variables that a node lists as free, so each new node
// lists those of its children.

// numberNode returns a literal number.
func numberNode(n int) ast.Node { return &ast.LiteralNumber{OriginalString: strconv.Itoa(n)} }

// textNode returns a literal string.
func textNode(s string) ast.Node { return &ast.LiteralString{Value: s, Kind: ast.StringDouble} }

// nullNode returns a literal null.
func nullNode() ast.Node { return &ast.LiteralNull{} }

// orNull returns n, or null when there is none.
func orNull(n ast.Node) ast.Node {
	if n == nil {
		return nullNode()
	}
	return n
}

// varNode returns a reference to a variable.
func varNode(name ast.Identifier) ast.Node {
	return &ast.Var{Id: name, NodeBase: ast.NodeBase{FreeVars: ast.Identifiers{name}}}
}

// listNode returns an array.
func listNode(elements ...ast.Node) ast.Node {
	n := &ast.Array{}
	for _, e := range elements {
		n.Elements = append(n.Elements, ast.CommaSeparatedExpr{Expr: e})
	}
	n.FreeVars = freeIn(elements...)
	return n
}

// indexNode returns target[at].
func indexNode(target, at ast.Node) ast.Node {
	n := &ast.Index{Target: target, Index: at}
	n.FreeVars = freeIn(target, at)
	return n
}

// plusNode returns left + right.
func plusNode(left, right ast.Node) ast.Node {
	n := &ast.Binary{Op: ast.BopPlus, Left: left, Right: right}
	n.FreeVars = freeIn(left, right)
	return n
}

// ifNullNode returns yes where n is null, and no where it is not.
func ifNullNode(n, yes, no ast.Node) ast.Node {
	isNull := &ast.Binary{Op: ast.BopManifestEqual, Left: n, Right: nullNode()}
	isNull.FreeVars = freeIn(n)
	return ifNode(isNull, yes, no)
}

// ifNode returns yes where cond holds, and no where it does not.
func ifNode(cond, yes, no ast.Node) ast.Node {
	n := &ast.Conditional{Cond: cond, BranchTrue: yes, BranchFalse: no}
	n.FreeVars = freeIn(cond, yes, no)
	return n
}

// localNode returns body with local definitions.
func localNode(body ast.Node, binds ...ast.LocalBind) ast.Node {
	n := &ast.Local{Binds: binds, Body: body}
	children := []ast.Node{body}
	for _, b := range binds {
		children = append(children, b.Body)
	}
	n.FreeVars = slices.DeleteFunc(freeIn(children...), func(name ast.Identifier) bool {
		return slices.ContainsFunc(binds, func(b ast.LocalBind) bool { return b.Variable == name })
	})
	return n
}

// helperNode returns the function called name of trace.libsonnet.
func helperNode(name string) ast.Node {
	outside := indexNode(varNode(standardName), textNode("extVar"))
	get := &ast.Apply{Target: outside}
	get.Arguments.Positional = []ast.CommaSeparatedExpr{{Expr: textNode(mark)}}
	get.FreeVars = freeIn(outside)
	return indexNode(get, textNode(name))
}

// helperCall returns a call of a function of trace.libsonnet.
func helperCall(name string, args ...ast.Node) ast.Node {
	n := &ast.Apply{Target: helperNode(name)}
	for _, a := range args {
		n.Arguments.Positional = append(n.Arguments.Positional, ast.CommaSeparatedExpr{Expr: a})
	}
	n.FreeVars = freeIn(append(args, n.Target)...)
	return n
}

// freeIn returns the free variables of nodes.
func freeIn(nodes ...ast.Node) ast.Identifiers {
	var names ast.Identifiers
	for _, n := range nodes {
		for _, name := range n.FreeVariables() {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// absorb adds to the free variables of n those that rewriting brought into
// children, except bound ones.
func absorb(n ast.Node, bound []ast.Identifier, children ...ast.Node) {
	names := n.FreeVariables()
	for _, c := range children {
		for _, name := range c.FreeVariables() {
			added := name == standardName || strings.HasPrefix(string(name), mark)
			if added && !slices.Contains(names, name) && !slices.Contains(bound, name) {
				names = append(slices.Clip(names), name)
			}
		}
	}
	n.SetFreeVariables(names)
}
