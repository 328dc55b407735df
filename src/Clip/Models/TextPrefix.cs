using Clip.Text;

namespace Clip.Models;

/// <summary>What stands before every text: the instruction of a task, or the code of a language.</summary>
/// <param name="Task">The instruction, put before the text; empty for none.</param>
/// <param name="LanguageId">The id that takes the place of the tokenizer's own language code, or null.</param>
internal sealed record TextPrefix(string Task, int? LanguageId)
{
    // What sentence-transformers looks for when it encodes documents, in its order, and jina's name for the same.
    private static readonly string[] DocumentTasks = ["document", "passage", "corpus", "retrieval.passage"];

    /// <summary>Finds the instruction and the language asked for, for texts that ask.</summary>
    /// <exception cref="ModelException">The model knows no such task or language.</exception>
    public static TextPrefix From(ModelFolder folder, ModelConfig config, Tokenizer tokenizer, string? task, string? language)
    {
        var known = Instructions(folder, config, out var usual);
        if (task is not null && !known.ContainsKey(task))
            throw new ModelException(folder.Folder, $"knows no task '{task}'", known.Count == 0 ? "leave the task out" : "use one of " + string.Join(", ", known.Keys));
        return new(Instruction(known, task ?? usual), LanguageIdOf(folder, tokenizer, language));
    }

    /// <summary>
    /// Finds what stands before a caption, which is found and does not ask: a model trained for retrieval has another
    /// instruction for those, or none, whatever the task of the query.
    /// </summary>
    /// <exception cref="ModelException">The model knows no such language.</exception>
    public static TextPrefix ForCaptions(ModelFolder folder, ModelConfig config, Tokenizer tokenizer, string? language)
    {
        var known = Instructions(folder, config, out var usual);
        return new(Instruction(known, DocumentTasks.FirstOrDefault(known.ContainsKey) ?? usual), LanguageIdOf(folder, tokenizer, language));
    }

    /// <summary>Puts the language's id where the tokenizer put its own.</summary>
    public void SetLanguage(Tokenizer tokenizer, Span<int> ids)
    {
        if (LanguageId is not { } language || ids.IsEmpty)
            return;
        // NLLB's tokenizers put the code first; their older form puts it last.
        foreach (var place in (ReadOnlySpan<int>)[0, ids.Length - 1])
        {
            if (tokenizer.IdToToken(ids[place]) is { } token && IsLanguageCode(token))
            {
                ids[place] = language;
                return;
            }
        }
    }

    /// <summary>The instructions that the model's files list by the names of their tasks, and the name of the usual one.</summary>
    private static Dictionary<string, string> Instructions(ModelFolder folder, ModelConfig config, out string? usual)
    {
        Dictionary<string, string> known = new(StringComparer.Ordinal);
        var prompts = ModelConfig.Read(folder.SentencePrompts);
        foreach (var source in (IEnumerable<IReadOnlyDictionary<string, string>>)[
            prompts.Texts("prompts"), config.Texts("text_config", "task_instructions"), config.Texts("text_config", "hf_model_config_kwargs", "task_instructions")])
        {
            foreach (var (name, instruction) in source)
                known[name] = instruction;
        }
        usual = config.Text("text_config", "default_instruction_task") ?? prompts.Text("default_prompt_name");
        return known;
    }

    private static string Instruction(Dictionary<string, string> known, string? task) =>
        task is null ? "" : known.GetValueOrDefault(task, "");

    private static int? LanguageIdOf(ModelFolder folder, Tokenizer tokenizer, string? language) => language is null ? null
        : IsLanguageCode(language) && tokenizer.TokenToId(language) is { } id
            ? id
            : throw new ModelException(folder.Folder, $"knows no language '{language}'", "use a code of its tokenizer, such as eng_Latn, or leave it out");

    /// <summary>Three letters for the language, four for the script, as in FLORES-200: <c>fra_Latn</c>.</summary>
    private static bool IsLanguageCode(string token) =>
        token is [_, _, _, '_', _, _, _, _] && token.Where(static (_, i) => i != 3).All(char.IsAsciiLetter);
}
