package main

import (
	"testing"

	"github.com/aws/smithy-go/logging"
)

// TestAWSIsQuiet holds that the SDK has no log of its own: its lines are in
// English, beside a report in any language.
func TestAWSIsQuiet(t *testing.T) {
	t.Parallel()
	cfg, err := awsConfig(t.Context(), "us-east-1")
	if _, quiet := cfg.Logger.(logging.Nop); err != nil || !quiet {
		t.Errorf("got %v and the logger %T, want none", err, cfg.Logger)
	}
}
