namespace Clip;

/// <summary>How a <see cref="ClipEmbeddingGenerator"/> encodes texts, and whether it owns its model.</summary>
public sealed class ClipEmbeddingGeneratorOptions
{
    /// <summary>
    /// Whether the texts are captions, which queries are compared with, and not queries themselves. It matters only to
    /// models that were trained with an instruction for either of them; most have none.
    /// </summary>
    public bool TextsAreCaptions { get; set; }

    /// <summary>
    /// Whether disposing the generator leaves the model open; true by default, so that several generators share one
    /// model and its creator disposes it. Set it to false where nothing else uses the model.
    /// </summary>
    public bool LeaveOpen { get; set; } = true;
}
