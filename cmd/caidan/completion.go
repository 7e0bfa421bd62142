package main

import (
	"io"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"github.com/caidan-dev/caidan/pkg/text"
)

// shells are the shells there are scripts for, and what writes each; full asks
// for the descriptions of commands and flags as well.
var shells = map[string]func(root *cobra.Command, w io.Writer, full bool) error{
	"bash": func(root *cobra.Command, w io.Writer, full bool) error {
		err := root.GenBashCompletionV2(w, full)
		if err == nil {
			_, err = io.WriteString(w, bashWords)
		}
		return err
	},
	"fish": (*cobra.Command).GenFishCompletion,
	"powershell": func(root *cobra.Command, w io.Writer, full bool) error {
		if full {
			return root.GenPowerShellCompletionWithDesc(w)
		}
		return root.GenPowerShellCompletion(w)
	},
	"zsh": func(root *cobra.Command, w io.Writer, full bool) error {
		if full {
			return root.GenZshCompletion(w)
		}
		return root.GenZshCompletionNoDesc(w)
	},
}

// bashWords takes the place of a function of cobra's script, which wants the package
// bash-completion: without it each Tab printed an error.
const bashWords = `
# Without the package bash-completion: the words up to the cursor, put together again
# where bash parts them at = and :.
__caidan_init_completion()
{
    local i word blanks rest=${COMP_LINE:0:COMP_POINT}
    words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        blanks=${rest%%[![:space:]]*}
        rest=${rest#"$blanks"}
        word=${COMP_WORDS[i]}
        if ((i == COMP_CWORD)); then
            word=$rest
        fi
        if ((i == 0)) || [[ -n $blanks ]]; then
            words+=("$word")
        else
            words[${#words[@]}-1]+=$word
        fi
        rest=${rest#"$word"}
    done
    cword=$((${#words[@]} - 1))
    cur=${words[cword]}
}
`

// completion returns the completion command. The help of the one cobra brings
// is English.
func (a *app) completion() *cobra.Command {
	names := slices.Sorted(maps.Keys(shells))
	var bare bool
	cmd := &cobra.Command{
		Use:   "completion bash|fish|powershell|zsh",
		Short: a.say(text.Say("Write the completion script for a shell", "输出命令行补全脚本")),
		Long: a.say(text.Say(
			"Write the script that lets a shell complete commands and flags of caidan.",
			"输出补全脚本，shell 用它补全 caidan 的命令和选项。")),
		Example: `  source <(caidan completion bash)
  caidan completion fish >~/.config/fish/completions/caidan.fish`,
		ValidArgs: names,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return misused(text.Sayf("%q: caidan completion takes one shell", "%q：caidan completion 只接受一个 shell", args[1]))
			case len(args) == 1 && !slices.Contains(names, args[0]):
				return misused(unknown(aValue, args[0], names))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return shells[args[0]](cmd.Root(), a.stdout, !bare)
		},
	}
	cmd.Flags().BoolVar(&bare, "no-descriptions", false, a.say(text.Say("leave out what commands and flags do", "不带命令和选项的说明")))
	return cmd
}
