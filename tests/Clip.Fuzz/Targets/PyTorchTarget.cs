using Clip.Models.Sentence;

namespace Clip.Fuzz.Targets;

/// <summary>The weights of a dense layer in PyTorch's archive format, a zip file.</summary>
internal static class PyTorchTarget
{
    public static FuzzTarget Target { get; } = new("pytorch", Read)
    {
        Words =
        [
            "PK\x03\x04", "PK\x01\x02", "PK\x05\x06", "archive/data/0", "archive/data/1", "archive/byteorder", "little",
            "big",
        ],
    };

    private static void Read(byte[] input) =>
        DenseWeights.Read(Scratch.Write("pytorch_model.bin", input), inputs: 3, outputs: 2, hasBias: true);
}
