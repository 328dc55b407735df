namespace Clip;

/// <summary>How a model's files are laid out, as their names and the inputs of their graphs show.</summary>
public enum ModelLayout
{
    /// <summary><c>onnx/text_model.onnx</c> and <c>onnx/vision_model.onnx</c> (transformers.js, Optimum).</summary>
    Split,

    /// <summary>One graph that takes text and image together: <c>onnx/model.onnx</c> or <c>model.onnx</c>.</summary>
    Combined,

    /// <summary><c>textual/model.onnx</c> and <c>visual/model.onnx</c> (Immich, exported from open_clip).</summary>
    TextualVisual,

    /// <summary><c>text_encoder.onnx</c> and <c>image_encoder.onnx</c> (UForm).</summary>
    EncoderPair,

    /// <summary>One tower per folder: a <c>model.onnx</c> that takes either texts or pictures (Qdrant).</summary>
    SingleTower,

    /// <summary>
    /// A text tower with <c>modules.json</c>, whose pooling and dense layers are not part of the graph
    /// (sentence-transformers).
    /// </summary>
    SentenceTransformer,

    /// <summary>Graphs with other names, told apart by their inputs.</summary>
    Unnamed,
}
