using System.Numerics.Tensors;
using Clip.Models.Configuration;

namespace Clip.Models.Sentence;

/// <summary>
/// One linear layer with its activation: sentence-transformers' Dense module. The weights are read on first use.
/// </summary>
internal sealed class DenseLayer
{
    private readonly string _folder;
    private readonly bool _hasBias;
    private readonly bool _tanh;
    private readonly Lazy<DenseWeights> _weights;

    private DenseLayer(string folder, int inputs, int outputs, bool hasBias, bool tanh)
    {
        _folder = folder;
        Inputs = inputs;
        Outputs = outputs;
        _hasBias = hasBias;
        _tanh = tanh;
        _weights = new Lazy<DenseWeights>(() => DenseWeights.Read(WeightsFile, Inputs, Outputs, _hasBias));
    }

    /// <summary>The number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>The number of outputs.</summary>
    public int Outputs { get; }

    /// <summary>The files that the result depends on.</summary>
    public IEnumerable<string> Files => [Path.Combine(_folder, ModelFileNames.Config), WeightsFile];

    private string WeightsFile =>
        ModelFileNames.ModuleWeights.Select(name => Path.Combine(_folder, name)).FirstOrDefault(File.Exists)
        ?? throw new ModelException(
            _folder, "has neither model.safetensors nor pytorch_model.bin", "download one of them into this folder");

    /// <summary>Reads a Dense module's config.json.</summary>
    /// <exception cref="ModelException">The file is missing or damaged, or the activation is unknown.</exception>
    public static DenseLayer Read(string folder)
    {
        var path = Path.Combine(folder, ModelFileNames.Config);
        var config = ModelConfig.Read(path);
        const int max = 1 << 15;
        if (config.Count("in_features") is not ({ } inputs and <= max)
            || config.Count("out_features") is not ({ } outputs and <= max))
        {
            throw new ModelException(path, "does not state in_features and out_features", "download the file again");
        }
        // Tanh is the module's own default.
        var activation = config.Text("activation_function") ?? "torch.nn.modules.activation.Tanh";
        var tanh = activation[(activation.LastIndexOf('.') + 1)..] switch
        {
            "Identity" => false,
            "Tanh" => true,
            var other => throw new ModelException(
                path, $"wants the activation '{other}'", "use a model with Identity or Tanh"),
        };
        return new DenseLayer(folder, inputs, outputs, config.Flag("bias") ?? true, tanh);
    }

    /// <summary>weight × input + bias, then the activation.</summary>
    public float[] Apply(ReadOnlySpan<float> input)
    {
        if (input.Length != Inputs)
        {
            throw new ModelException(
                Path.Combine(_folder, ModelFileNames.Config),
                $"takes {Inputs} numbers, but the pooling gives {input.Length}",
                "use the modules that belong to this graph");
        }
        var (weight, bias) = _weights.Value;
        var output = new float[Outputs];
        for (var i = 0; i < output.Length; i++)
        {
            output[i] = TensorPrimitives.Dot(weight.AsSpan(i * Inputs, Inputs), input) + (bias is null ? 0 : bias[i]);
            if (_tanh)
                output[i] = MathF.Tanh(output[i]);
        }
        return output;
    }
}
