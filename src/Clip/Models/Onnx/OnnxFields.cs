namespace Clip.Models.Onnx;

/// <summary>The field numbers of onnx.proto that are used here.</summary>
internal static class OnnxFields
{
    /// <summary>ModelProto.graph.</summary>
    public const int Graph = 7;

    /// <summary>ModelProto.opset_import.</summary>
    public const int OpsetImport = 8;

    /// <summary>GraphProto.node.</summary>
    public const int Node = 1;

    /// <summary>GraphProto.initializer: the weights.</summary>
    public const int Initializer = 5;

    /// <summary>GraphProto.input.</summary>
    public const int Input = 11;

    /// <summary>GraphProto.output.</summary>
    public const int Output = 12;

    /// <summary>GraphProto.value_info: types of inner values.</summary>
    public const int ValueInfo = 13;

    /// <summary>GraphProto.sparse_initializer.</summary>
    public const int SparseInitializer = 15;

    /// <summary>ValueInfoProto.name.</summary>
    public const int ValueName = 1;

    /// <summary>TensorProto.name.</summary>
    public const int TensorName = 8;

    /// <summary>TensorProto.external_data.</summary>
    public const int TensorExternalData = 13;
}
