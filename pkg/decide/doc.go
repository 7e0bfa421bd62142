// Package decide says what is to be done about an account: what is live, what
// was recorded and what is wanted go in, a decision comes out. It is pure: it
// reads nothing, writes nothing and knows no clock, so that a plan, a publish
// and a comparison decide by the same words.
package decide
