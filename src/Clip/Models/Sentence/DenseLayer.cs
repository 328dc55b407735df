using System.Numerics.Tensors;

namespace Clip.Models.Sentence;

/// <summary>One linear layer with its activation: sentence-transformers' Dense module. The weights are read when first needed.</summary>
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

    /// <summary>The numbers that it takes.</summary>
    public int Inputs { get; }

    /// <summary>The numbers that it gives.</summary>
    public int Outputs { get; }

    /// <summary>The files that decide the result.</summary>
    public IEnumerable<string> Files => [Path.Combine(_folder, "config.json"), WeightsFile];

    private string WeightsFile
    {
        get
        {
            foreach (var name in (string[])["model.safetensors", "pytorch_model.bin"])
            {
                if (File.Exists(Path.Combine(_folder, name)))
                    return Path.Combine(_folder, name);
            }
            throw new ModelException(_folder, "has neither model.safetensors nor pytorch_model.bin", "download one of them into this folder");
        }
    }

    /// <summary>Reads a Dense module's config.json.</summary>
    /// <exception cref="ModelException">The file is missing or damaged, or wants an activation that is not known.</exception>
    public static DenseLayer Read(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        var config = ModelConfig.Read(path);
        const int most = 1 << 15;
        if (config.Count("in_features") is not ({ } inputs and <= most) || config.Count("out_features") is not ({ } outputs and <= most))
            throw new ModelException(path, "does not state in_features and out_features", "download the file again");
        var activation = config.Text("activation_function") ?? "torch.nn.modules.activation.Tanh"; // the module's own default
        var tanh = activation[(activation.LastIndexOf('.') + 1)..] switch
        {
            "Identity" => false,
            "Tanh" => true,
            var other => throw new ModelException(path, $"wants the activation '{other}'", "use a model with Identity or Tanh"),
        };
        return new DenseLayer(folder, inputs, outputs, config.Flag("bias") ?? true, tanh);
    }

    /// <summary>weight × input + bias, then the activation.</summary>
    public float[] Apply(ReadOnlySpan<float> input)
    {
        if (input.Length != Inputs)
            throw new ModelException(Path.Combine(_folder, "config.json"), $"takes {Inputs} numbers, but the pooling gives {input.Length}", "use the modules that belong to this graph");
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
