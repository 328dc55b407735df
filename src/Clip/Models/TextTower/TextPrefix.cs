using Clip.Models.Configuration;
using Clip.Models.Layouts;
using Clip.Text;

namespace Clip.Models.TextTower;

/// <summary>What precedes every text: the instruction of a task, or the code of a language.</summary>
/// <param name="Task">The instruction before the text; empty for none.</param>
/// <param name="LanguageId">The id that replaces the tokenizer's own language code, or null.</param>
internal sealed record TextPrefix(string Task, int? LanguageId)
{
    // The names that sentence-transformers looks for when it encodes documents, in its order, then jina's.
    private static readonly string[] DocumentTasks = ["document", "passage", "corpus", "retrieval.passage"];

    /// <summary>
    /// The prefix of queries: the instruction of a task, or of the model's default one, and a language.
    /// </summary>
    /// <exception cref="ModelException">The model knows no such task or language.</exception>
    public static TextPrefix ForQueries(
        ModelFolder folder, ModelConfig config, HuggingFaceTokenizer tokenizer, string? task, string? language)
    {
        var known = Instructions(folder, config, out var usual);
        if (task is not null && !known.ContainsKey(task))
        {
            throw new ModelException(
                folder.Folder, $"knows no task '{task}'",
                known.Count == 0 ? "leave the task out" : "use one of " + string.Join(", ", known.Keys));
        }
        return new(Instruction(known, task ?? usual), LanguageIdOf(folder, tokenizer, language));
    }

    /// <summary>
    /// The prefix of captions, which queries are compared with: a model trained for retrieval has another instruction
    /// for them, or none, whatever the task of the query.
    /// </summary>
    /// <exception cref="ModelException">The model knows no such language.</exception>
    public static TextPrefix ForCaptions(
        ModelFolder folder, ModelConfig config, HuggingFaceTokenizer tokenizer, string? language)
    {
        var known = Instructions(folder, config, out var usual);
        return new(
            Instruction(known, DocumentTasks.FirstOrDefault(known.ContainsKey) ?? usual),
            LanguageIdOf(folder, tokenizer, language));
    }

    /// <summary>Replaces the language that the tokenizer wrote.</summary>
    public void SetLanguage(HuggingFaceTokenizer tokenizer, Span<int> ids)
    {
        if (LanguageId is not { } language || ids.IsEmpty)
            return;
        // NLLB's tokenizers write the code first; their older form writes it last.
        foreach (var index in (ReadOnlySpan<int>)[0, ids.Length - 1])
        {
            if (tokenizer.IdToToken(ids[index]) is { } token && IsLanguageCode(token))
            {
                ids[index] = language;
                return;
            }
        }
    }

    /// <summary>
    /// The instructions in the model's files by the names of their tasks, and the name of the default one.
    /// </summary>
    private static Dictionary<string, string> Instructions(ModelFolder folder, ModelConfig config, out string? usual)
    {
        Dictionary<string, string> known = new(StringComparer.Ordinal);
        var prompts = ModelConfig.Read(folder.SentencePrompts);
        IReadOnlyDictionary<string, string>[] sources =
        [
            prompts.Texts("prompts"),
            config.Texts("text_config", "task_instructions"),
            config.Texts("text_config", "hf_model_config_kwargs", "task_instructions"),
        ];
        foreach (var source in sources)
        {
            foreach (var (name, instruction) in source)
                known[name] = instruction;
        }
        usual = config.Text("text_config", "default_instruction_task") ?? prompts.Text("default_prompt_name");
        return known;
    }

    private static string Instruction(Dictionary<string, string> known, string? task) =>
        task is null ? "" : known.GetValueOrDefault(task, "");

    private static int? LanguageIdOf(ModelFolder folder, HuggingFaceTokenizer tokenizer, string? language)
    {
        if (language is null)
            return null;
        return (IsLanguageCode(language) ? tokenizer.TokenToId(language) : null) ?? throw new ModelException(
            folder.Folder, $"knows no language '{language}'",
            "use a code of its tokenizer, such as eng_Latn, or leave it out");
    }

    /// <summary>Three letters for the language, four for the script, as in FLORES-200: <c>fra_Latn</c>.</summary>
    private static bool IsLanguageCode(string token) =>
        token is [_, _, _, '_', _, _, _, _] && token.Where(static (_, i) => i != 3).All(char.IsAsciiLetter);
}
