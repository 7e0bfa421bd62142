// Package e2e drives caidan sandbox, started from the command line, with clients that caidan's authors did
// not write, its pages with a browser, its binary as GitHub's runner does, and its
// workflows with act. It is a module of its own, so that their dependencies stay
// out of the product.
package e2e
