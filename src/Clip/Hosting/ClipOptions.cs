namespace Clip;

/// <summary>
/// What an application registers with <c>services.AddClip</c>: the model, and the folder of pictures to search. Checked
/// when the application starts.
/// </summary>
public sealed class ClipOptions
{
    /// <summary>The name of a named client of <see cref="IHttpClientFactory"/> that downloads models.</summary>
    public const string HttpClientName = "Clip";

    /// <summary>
    /// The model: a folder or a name, as <c>ClipModel.LoadAsync</c> takes it. The default is <c>clip-mini</c>, the
    /// model in the package of the same name.
    /// </summary>
    public string Model { get; set; } = "clip-mini";

    /// <summary>How the model is opened. Its logger is the application's, unless it has one.</summary>
    public ClipModelOptions Loading { get; set; } = new();

    /// <summary>The hub and its cache; null for those of the environment variables.</summary>
    public HubOptions? Hub { get; set; }

    /// <summary>
    /// The folder of pictures that the singleton <see cref="PictureSearch"/> searches; null where the application needs
    /// the model alone.
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>The folder that holds the index; null for <c>.clip</c> in <see cref="Folder"/>.</summary>
    public string? IndexFolder { get; set; }

    /// <summary>
    /// Which towers are loaded before the application has started, and with them the model, which is downloaded if
    /// necessary. With <see cref="ClipTowers.None"/>, the first request waits instead.
    /// </summary>
    public ClipTowers WarmUp { get; set; } = ClipTowers.All;
}
