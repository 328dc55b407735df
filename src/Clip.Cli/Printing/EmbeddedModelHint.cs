using Clip.Cli.Installation;
using Clip.Cli.Options;
using Clip.Cli.Output;

namespace Clip.Cli.Printing;

/// <summary>
/// Says in one line that the embedded model was used because no other was named, and how to get a real one: it is
/// small, and its figures are no measure of what CLIP can do.
/// </summary>
internal static class EmbeddedModelHint
{
    private const string Real = "Xenova/clip-vit-base-patch32";

    /// <summary>The same about an index, which needs a new one for another model.</summary>
    /// <param name="model">The name of the index's model.</param>
    /// <param name="arguments">The arguments that name the index.</param>
    /// <returns>The hint; null of another model.</returns>
    public static string? OfIndex(string model, string arguments) => model == EmbeddedModel.Name
        ? $"small, comes with the program; for a real one: clipsearch models pull {Real}, then "
            + $"clipsearch index --rebuild --model {Real} {arguments}"
        : null;

    /// <summary>The hint; null where another model is used, or where this one was asked for.</summary>
    /// <param name="settings">What the command line asks for.</param>
    /// <param name="model">The model in use.</param>
    public static string? Of(ModelSettings settings, ClipModel model) =>
        settings.Name is null && settings.Default is null && model.Name == EmbeddedModel.Name
            ? $"{EmbeddedModel.Name} is the small embedded model; for a real one: clipsearch models pull {Real}, then "
                + $"--model {Real}"
            : null;

    /// <summary>Writes the hint, if there is one.</summary>
    /// <returns>Whether there is one.</returns>
    public static bool Write(Terminal terminal, ModelSettings settings, ClipModel model)
    {
        // A program that reads JSON has nobody to advise.
        if (terminal.IsJson || Of(settings, model) is not { } hint)
            return false;
        terminal.Warn(hint);
        return true;
    }
}
