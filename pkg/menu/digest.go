package menu

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/caidan-dev/caidan/pkg/text"
)

// Digest returns "sha256:" and the hex SHA-256 of the canonical form. It is
// recomputed from stored sets before comparing, never compared across versions
// of the canonical form.
func (s Set) Digest() string { return Digest(s.Canonical()) }

// Digest returns the digest of the set with the given canonical form.
func Digest(canonical []byte) string {
	sum := sha256.Sum256(canonical)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// digestForm is what Digest returns. Source: design, words.
var digestForm = text.Pattern(`^sha256:[0-9a-f]{64}$`)

// ValidDigest reports whether a text could be a digest.
func ValidDigest(s string) bool { return digestForm().MatchString(s) }

// Equal reports whether two sets have the same canonical form.
func (s Set) Equal(other Set) bool { return bytes.Equal(s.Canonical(), other.Canonical()) }

// In reports whether a set is equal to one of others.
func (s Set) In(others ...Set) bool { return slices.ContainsFunc(others, s.Equal) }
