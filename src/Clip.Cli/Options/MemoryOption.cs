using System.CommandLine;

namespace Clip.Cli.Options;

/// <summary><c>--memory</c>: what pictures may take while they are read, decoded and encoded.</summary>
internal static class MemoryOption
{
    /// <summary>Below this, hardly any picture could be decoded.</summary>
    private const long LeastBytes = 1_000_000;

    private static readonly Option<string?> Memory = new("--memory")
    {
        Description = "Memory for decoding pictures, such as 2GB, 512MB or 25% of the machine's "
            + $"(default: {EnvironmentSetting.Memory.Variable}, else an eighth)",
        HelpName = "SIZE",
        Recursive = true,
    };

    public static void AddTo(RootCommand root)
    {
        Memory.Validators.Add(static result =>
        {
            if (result.Tokens is [.., var token] && Read(token.Value, out _) is { } problem)
                result.AddError($"{Memory.Name}: {problem}");
        });
        root.Options.Add(Memory);
    }

    /// <summary>The budget that the user wants; null for the default.</summary>
    /// <exception cref="ClipException">The variable holds no size.</exception>
    public static MemoryBudget? Resolve(ParseResult parsed)
    {
        if (parsed.GetValue(Memory) is { } chosen && Read(chosen, out var bytes) is null)
            return new MemoryBudget(bytes);
        if (EnvironmentSetting.Memory.Value is not { } usual)
            return null;
        return Read(usual, out bytes) is { } problem
            ? throw new ClipException(EnvironmentSetting.Memory.Variable, problem, "correct or unset it")
            : new MemoryBudget(bytes);
    }

    private static string? Read(string text, out long bytes)
    {
        if (SizeText.Read(text, MemoryBudget.MachineBytes, out bytes) is { } problem)
            return problem;
        return bytes < LeastBytes ? $"{text} is too little; give 1MB or more" : null;
    }
}
