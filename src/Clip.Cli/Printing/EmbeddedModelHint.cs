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
    /// <summary>Writes the line where the embedded model is used by default.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="settings">What the command line asks for.</param>
    /// <param name="model">The model in use.</param>
    public static void Write(Terminal terminal, ModelSettings settings, ClipModel model)
    {
        if (settings.Name is null && settings.Default is null && model.Name == EmbeddedModel.Name)
        {
            terminal.Warn(
                $"{EmbeddedModel.Name} is the small embedded model; for a real one: "
                + "clipsearch models pull Xenova/clip-vit-base-patch32, then --model Xenova/clip-vit-base-patch32");
        }
    }
}
