using System.Globalization;
using System.Text;
using Clip.Fuzz;

// Called by the script "fuzz" in this folder; CONTRIBUTING.md describes how to fuzz.
switch (args)
{
    case ["list"]:
        foreach (var known in FuzzTargets.All)
            Console.WriteLine(known.Name);
        return 0;
    case ["prepare", var name, var folder]:
        Prepare(FuzzTargets.Named(name), folder);
        return 0;
    case ["afl", var name]:
        // The library must not run before the fuzzer has created the map that instrumented code writes to.
        var fuzzed = new Lazy<FuzzTarget>(() => FuzzTargets.Named(name));
        WatchedThread.Run(() => SharpFuzz.Fuzzer.OutOfProcess.Run(stream => FeedFrom(stream, fuzzed.Value)));
        return 0;
    case ["replay", var name, .. var files]:
        return Report(FuzzTargets.Named(name), files.Select(static file => (file, File.ReadAllBytes(file))));
    case ["triage", var name, var keep, .. var files]:
        return Report(FuzzTargets.Named(name), files.Select(static file => (file, File.ReadAllBytes(file))), keep);
    case ["mutate", var name, var count, .. var keep]:
        var mutated = FuzzTargets.Named(name);
        var inputs = new Mutations(mutated).Take(int.Parse(count, CultureInfo.InvariantCulture));
        return Report(mutated, inputs, keep.FirstOrDefault());
    default:
        Console.Error.WriteLine(
            "Clip.Fuzz list | prepare TARGET FOLDER | afl TARGET | replay TARGET FILE... | "
            + "triage TARGET FOLDER FILE... | mutate TARGET COUNT [FOLDER]");
        return 2;
}

static void FeedFrom(Stream stream, FuzzTarget target)
{
    using var content = new MemoryStream();
    stream.CopyTo(content);
    if (Contract.Check(target, content.ToArray()) is { } breach)
        throw new BrokenContractException(breach);
}

static int Report(FuzzTarget target, IEnumerable<(string Name, byte[] Content)> inputs, string? keepIn = null)
{
    var all = inputs.ToList();
    var hang = TimeSpan.FromSeconds(10);
    var breaches = WatchedThread.CheckAll(target, all, hang);
    foreach (var same in breaches.GroupBy(static found => found.Breach.Kind))
    {
        var (name, breach) = same.First();
        Console.WriteLine($"{Path.GetFileName(name)}, one of {same.Count()}: {breach.Kind}");
        foreach (var line in breach.Details.Split('\n').Take(3))
            Console.WriteLine($"  {line}");
        if (keepIn is not null)
        {
            var breaking = all.Where(input => same.Any(found => found.Name == input.Name));
            Keep(same.Key, breaking.MinBy(static input => input.Content.Length).Content);
        }
    }
    Console.WriteLine($"{target.Name}: {all.Count} inputs, {breaches.Count} break the contract");
    return breaches.Count == 0 ? 0 : 1;

    void Keep(string kind, byte[] input)
    {
        // Named after the breach, so that every run uses the same names.
        var letters = kind.Select(static letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-');
        var name = string.Concat(letters).Trim('-');
        var path = Path.Combine(keepIn, name[..Math.Min(name.Length, 80)]);
        File.WriteAllBytes(path, input);
        if (kind != WatchedThread.Hangs)
            WatchedThread.Run(() => File.WriteAllBytes(path, Minimizer.Minimize(target, input)));
    }
}

static void Prepare(FuzzTarget target, string folder)
{
    var seeds = Directory.CreateDirectory(Path.Combine(folder, "in")).FullName;
    foreach (var (name, content) in target.Seeds())
        File.WriteAllBytes(Path.Combine(seeds, name), content);
    var words = target.Words.Append(InputParts.Separator).Select(static word => $"\"{Escape(word)}\"");
    File.WriteAllLines(Path.Combine(folder, "words.dict"), words);
}

static string Escape(string word) =>
    string.Concat(Encoding.UTF8.GetBytes(word).Select(static b =>
        b is > 0x20 and < 0x7F and not ((byte)'"' or (byte)'\\')
            ? ((char)b).ToString()
            : string.Create(CultureInfo.InvariantCulture, $"\\x{b:x2}")));
