namespace Clip.Models.Onnx;

#pragma warning disable CA1720 // named as onnx.proto names them
/// <summary>The element types that encoders use, numbered as in onnx.proto (TensorProto.DataType).</summary>
internal enum OnnxElementType
{
    /// <summary>32-bit floating point.</summary>
    Float = 1,

    /// <summary>Unsigned bytes.</summary>
    UInt8 = 2,

    /// <summary>Signed bytes.</summary>
    Int8 = 3,

    /// <summary>32-bit integers.</summary>
    Int32 = 6,

    /// <summary>64-bit integers.</summary>
    Int64 = 7,

    /// <summary>Booleans.</summary>
    Bool = 9,

    /// <summary>16-bit floating point.</summary>
    Float16 = 10,

    /// <summary>64-bit floating point.</summary>
    Double = 11,

    /// <summary>16-bit floating point with the range of 32 bits.</summary>
    BFloat16 = 16,
}
#pragma warning restore CA1720
