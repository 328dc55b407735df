using Clip.Models.Sentence;

namespace Clip.Fuzz.Targets;

/// <summary>The weights of a dense layer in the safetensors format.</summary>
internal static class SafeTensorsTarget
{
    public static FuzzTarget Target { get; } = new("safetensors", Read)
    {
        Words =
        [
            "{\"weight\":", "\"linear.bias\":", "\"shape\":", "\"data_offsets\":", "\"dtype\":", "\"F32\"", "\"BF16\"",
            "\"F16\"", "[2,3]", "[2]", "\\ud800", "null",
        ],
    };

    private static void Read(byte[] input) =>
        DenseWeights.Read(Scratch.Write("model.safetensors", input), inputs: 3, outputs: 2, hasBias: true);
}
