using Microsoft.Extensions.Options;

namespace Clip.Hosting;

/// <summary>Checks the options when the application starts.</summary>
internal sealed class ClipOptionsValidation : IValidateOptions<ClipOptions>
{
    public ValidateOptionsResult Validate(string? name, ClipOptions options)
    {
        List<string> problems = [];
        if (string.IsNullOrWhiteSpace(options.Model))
            problems.Add($"{nameof(ClipOptions)}.{nameof(ClipOptions.Model)} is empty: name a model or its folder.");
        if (options.Loading is null)
            problems.Add($"{nameof(ClipOptions)}.{nameof(ClipOptions.Loading)} is null.");
        if (options.Folder is { } folder && !Directory.Exists(folder))
        {
            problems.Add(
                $"{nameof(ClipOptions)}.{nameof(ClipOptions.Folder)} names a folder that does not exist: {folder}");
        }
        if (options is { IndexFolder: not null, Folder: null })
        {
            problems.Add(
                $"{nameof(ClipOptions)}.{nameof(ClipOptions.IndexFolder)} needs {nameof(ClipOptions.Folder)}, the "
                + "folder that the index is about.");
        }
        if ((options.WarmUp & ~ClipTowers.All) != 0)
            problems.Add($"{nameof(ClipOptions)}.{nameof(ClipOptions.WarmUp)} names no tower.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
