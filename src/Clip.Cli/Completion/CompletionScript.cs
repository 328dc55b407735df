namespace Clip.Cli.Completion;

/// <summary>The scripts that let shells ask the program for completions.</summary>
internal static class CompletionScript
{
    private const string Bash = """
        # Completes clipsearch in bash 3.2 and later.
        _clipsearch() {
            local current=${COMP_WORDS[COMP_CWORD]} program=${COMP_WORDS[0]} line kind=
            local -a paths=()
            COMPREPLY=()
            type "$program" >/dev/null 2>&1 || program=clipsearch
            [[ $current == = ]] && current=
            while IFS= read -r line; do
                case $line in
                    :*) kind=${line#:} ;;
                    *) COMPREPLY+=("${line%%$'\t'*}") ;;
                esac
            done < <("$program" complete bash -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
            case $kind in
                files) while IFS= read -r line; do paths+=("$line"); done < <(compgen -f -- "$current") ;;
                folders) while IFS= read -r line; do paths+=("$line"); done < <(compgen -d -- "$current") ;;
                programs) while IFS= read -r line; do paths+=("$line"); done < <(compgen -c -- "$current") ;;
            esac
            if ((${#paths[@]})); then
                compopt -o filenames 2>/dev/null
                COMPREPLY+=("${paths[@]}")
            fi
        }
        complete -F _clipsearch clipsearch

        """;

    private const string Zsh = """
        #compdef clipsearch
        # Completes clipsearch in zsh; a file named _clipsearch in a folder of fpath, or sourced after compinit.
        _clipsearch() {
            local line name text kind=
            local -a found
            for line in "${(@f)$("${words[1]}" complete zsh -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
                case $line in
                    '') ;;
                    :*) kind=${line#:} ;;
                    *)
                        name=${line%%$'\t'*} text=${line#*$'\t'}
                        [[ $text == "$line" ]] && text=
                        found+=("${name//:/\\:}${text:+:$text}")
                        ;;
                esac
            done
            local code=1
            if (( $#found )); then
                _describe -t values value found && code=0
            fi
            if [[ -n $kind && $PREFIX == -*=* ]]; then
                compset -P '*='
            fi
            case $kind in
                files) _files && code=0 ;;
                folders) _path_files -/ && code=0 ;;
                programs) _command_names -e && code=0 ;;
            esac
            return code
        }
        if [[ ${funcstack[1]} == _clipsearch ]]; then
            _clipsearch "$@"
        else
            compdef _clipsearch clipsearch
        fi

        """;

    private const string Fish = """
        # Completes clipsearch in fish 3 and later.
        function __clipsearch_complete
            set -l words (commandline -opc)
            set -l current (commandline -ct)
            set -l program $words[1]
            set -e words[1]
            for line in ($program complete fish -- $words "$current" 2>/dev/null)
                switch $line
                    case ':files'
                        __fish_complete_path "$current"
                    case ':folders'
                        __fish_complete_directories "$current" ''
                    case ':programs'
                        __fish_complete_command
                    case '*'
                        printf '%s\n' $line
                end
            end
        end
        complete -c clipsearch -e
        complete -c clipsearch -f -a '(__clipsearch_complete)'

        """;

    private const string PowerShell = """
        # Completes clipsearch in Windows PowerShell 5.1 and PowerShell 7.
        Register-ArgumentCompleter -Native -CommandName @('clipsearch', 'clipsearch.exe') -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $elements = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition })
            $program = $elements[0].ToString()
            $words = @($elements | Select-Object -Skip 1 | ForEach-Object {
                if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value }
                else { $_.ToString() }
            })
            if ($wordToComplete -ne '' -and $words.Count -gt 0) {
                $words = @($words | Select-Object -SkipLast 1)
            }
            & $program complete powershell -- @words "+$wordToComplete" 2>$null | ForEach-Object {
                $text, $description = $_ -split "`t", 2
                if ($text -eq ':files' -or $text -eq ':folders') {
                    [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
                }
                elseif (-not $text.StartsWith(':')) {
                    if (-not $description) { $description = $text }
                    [System.Management.Automation.CompletionResult]::new(
                        $text, $text, 'ParameterValue', $description)
                }
            }
        }

        """;

    /// <summary>The script of a shell.</summary>
    public static string Of(Shell shell) => shell switch
    {
        Shell.Bash => Bash,
        Shell.Zsh => Zsh,
        Shell.Fish => Fish,
        _ => PowerShell,
    };
}
