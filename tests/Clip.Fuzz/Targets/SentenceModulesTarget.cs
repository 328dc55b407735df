using Clip.Models.Sentence;

namespace Clip.Fuzz.Targets;

/// <summary>The modules.json of sentence-transformers, with the settings of its pooling and its dense layer.</summary>
internal static class SentenceModulesTarget
{
    public static FuzzTarget Target { get; } = new("sentence-modules", Read)
    {
        Words =
        [
            "null", "true", "\\ud800", "\"type\":", "\"path\":", "sentence_transformers.models.Pooling",
            "sentence_transformers.models.Dense", "Normalize", "Transformer", "1_Pooling", "2_Dense", "../", "\\u0000",
            "\"pooling_mode\":", "\"mean\"", "\"pooling_mode_mean_tokens\":true", "\"pooling_mode_max_tokens\":true",
            "\"pooling_mode_weightedmean_tokens\":true", "\"word_embedding_dimension\":", "\"in_features\":",
            "\"out_features\":", "\"bias\":", "\"activation_function\":", "Identity",
        ],
    };

    private static void Read(byte[] input)
    {
        var parts = InputParts.Split(input, 3);
        Directory.CreateDirectory(Scratch.At("1_Pooling"));
        Directory.CreateDirectory(Scratch.At("2_Dense"));
        var modules = Scratch.Write("modules.json", parts[0]);
        var pooling = Scratch.Write(Path.Combine("1_Pooling", "config.json"), parts[1]);
        Scratch.Write(Path.Combine("2_Dense", "config.json"), parts[2]);
        SentenceModules.TransformerFolder(modules);
        Pool(SentencePooling.Read(pooling));
        SentenceModules.Read(modules).LengthFor(8);
    }

    private static void Pool(SentencePooling pooling)
    {
        var pooled = new float[2 * pooling.Parts];
        pooling.Pool([1, 2, 3, 4, 5, 6], [true, false, true], pooled);
        pooling.Pool([1, 2], [false], pooled);
    }
}
