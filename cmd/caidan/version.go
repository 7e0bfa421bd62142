package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/text"
	"github.com/caidan-dev/caidan/pkg/version"
)

func (a *app) version() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   a.say(text.Say("Print the version", "显示版本")),
		Example: "  caidan version",
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.stdout, version.Long())
			return err
		},
	}
}
