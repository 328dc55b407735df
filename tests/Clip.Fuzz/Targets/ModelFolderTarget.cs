namespace Clip.Fuzz.Targets;

/// <summary>
/// The settings of a model's folder (config.json, preprocessor_config.json, tokenizer_config.json, modules.json's
/// sentence_bert_config.json), with valid graphs and a valid tokenizer.
/// </summary>
internal static class ModelFolderTarget
{
    private static readonly string[] Files =
    [
        "config.json", "preprocessor_config.json", "tokenizer_config.json", "sentence_bert_config.json",
        "special_tokens_map.json",
    ];
    private static readonly Lazy<string> Folder = new(Make);

    public static FuzzTarget Target { get; } = new("model-folder", Read)
    {
        Words =
        [
            "null", "true", "\\ud800", "\"model_type\":", "\"clip\"", "\"siglip\"", "\"jina_clip\"", "\"mobileclip\"",
            "\"chinese_clip\"", "\"text_config\":", "\"vision_config\":", "\"text_cfg\":", "\"vision_cfg\":",
            "\"text_encoder\":", "\"image_encoder\":", "\"max_position_embeddings\":", "\"context_length\":",
            "\"vocab_size\":", "\"pad_token_id\":", "\"pad_token\":", "\"padding_side\":\"left\"", "\"image_size\":",
            "\"normalization_means\":", "\"normalization_deviations\":", "\"projection_dim\":", "\"embed_dim\":",
            "\"logit_scale\":", "\"logit_bias\":", "\"init_logit_bias\":", "\"matryoshka_dimensions\":",
            "\"truncate_dim\":", "\"model_max_length\":", "\"max_seq_length\":", "\"do_lower_case\":true",
            "\"tokenizer_kwargs\":", "\"clean\":\"canonicalize\"", "\"task_instructions\":", "\"prompts\":",
        ],
    };

    private static void Read(byte[] input)
    {
        var parts = InputParts.Split(input, Files.Length);
        for (var i = 0; i < Files.Length; i++)
        {
            var path = Path.Combine(Folder.Value, Files[i]);
            if (parts[i].Length == 0)
                File.Delete(path);
            else
                File.WriteAllBytes(path, parts[i]);
        }
        using var model = ClipModel.Load(Folder.Value);
        _ = model.LogitScale;
        _ = model.Fingerprint;
        // Only a batch allocates rows of the configured length, which has a limit of its own.
        model.Text.Tokenize("a photo of a dog");
        model.Text.IsTruncated("a photo of a dog");
        _ = model.Image.Layout;
    }

    private static string Make()
    {
        var folder = Scratch.At("model");
        Directory.CreateDirectory(Path.Combine(folder, "onnx"));
        var graphs = OnnxTarget.Target.Seeds().ToDictionary(static seed => seed.Name, static seed => seed.Content);
        File.WriteAllBytes(Path.Combine(folder, "onnx", "text_model.onnx"), graphs["text_model.onnx"]);
        File.WriteAllBytes(Path.Combine(folder, "onnx", "vision_model.onnx"), graphs["vision_model.onnx"]);
        var tokenizer = TokenizerTarget.Target.Seeds().First(static seed => seed.Name == "words.json");
        File.WriteAllBytes(Path.Combine(folder, "tokenizer.json"), tokenizer.Content);
        return folder;
    }
}
