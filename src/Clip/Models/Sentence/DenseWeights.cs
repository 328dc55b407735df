using Clip.Files;
using Clip.Models.Configuration;

namespace Clip.Models.Sentence;

/// <summary>The numbers of a linear layer, from safetensors or from PyTorch's archive.</summary>
/// <param name="Weight">[outputs, inputs].</param>
/// <param name="Bias">[outputs], or null.</param>
internal sealed record DenseWeights(float[] Weight, float[]? Bias)
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="ModelException">It is damaged, or contains other tensors than the layer's.</exception>
    public static DenseWeights Read(string path, int inputs, int outputs, bool hasBias)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> start = stackalloc byte[128];
            start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            StandInFile.Refuse(path, start);
            file.Position = 0;
            if (path.EndsWith(".safetensors", StringComparison.Ordinal))
                return Complete(SafeTensorsFile.Read(file, inputs, outputs, hasBias));
            if (start.StartsWith("PK"u8))
                return Complete(PyTorchArchive.Read(path, file, inputs, outputs, hasBias));
            throw new ModelException(
                path, "is not a PyTorch archive (it may be from before PyTorch 1.6)",
                "get model.safetensors, or save it again with a newer PyTorch");
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new ModelException(path, "is damaged", "download the file again", error);
        }
        catch (Exception error) when (UnreadableFile.Is(error))
        {
            throw StandInFile.Unreadable(path, error);
        }

        DenseWeights Complete((float[]? Weight, float[]? Bias) found) =>
            found.Weight is not null && (found.Bias is not null || !hasBias)
                ? new DenseWeights(found.Weight, found.Bias)
                : throw new ModelException(
                    path, $"holds no linear layer of {inputs} to {outputs} numbers",
                    "use the weights that belong to this config.json");
    }
}
