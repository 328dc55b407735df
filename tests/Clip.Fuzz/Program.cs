using System.Globalization;
using System.Text;
using Clip.Fuzz;

// What the script beside this file calls; CONTRIBUTING.md says how to fuzz.
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
        // Nothing of the library may run before the fuzzer has made the map that instrumented code writes to.
        var fuzzed = new Lazy<FuzzTarget>(() => FuzzTargets.Named(name));
        Patience.Run(() => SharpFuzz.Fuzzer.OutOfProcess.Run(stream => FeedFrom(stream, fuzzed.Value)));
        return 0;
    case ["replay", var name, .. var files]:
        return Report(FuzzTargets.Named(name), files.Select(static file => (file, File.ReadAllBytes(file))));
    case ["triage", var name, var keep, .. var files]:
        return Report(FuzzTargets.Named(name), files.Select(static file => (file, File.ReadAllBytes(file))), keep);
    case ["mutate", var name, var count, .. var keep]:
        var mutated = FuzzTargets.Named(name);
        return Report(mutated, new Mutations(mutated).Take(int.Parse(count, CultureInfo.InvariantCulture)), keep.FirstOrDefault());
    default:
        Console.Error.WriteLine("Clip.Fuzz list | prepare TARGET FOLDER | afl TARGET | replay TARGET FILE... | triage TARGET FOLDER FILE... | mutate TARGET COUNT [FOLDER]");
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
    var breaches = Patience.CheckAll(target, all, hang);
    foreach (var same in breaches.GroupBy(static found => found.Breach.Kind))
    {
        var (name, breach) = same.First();
        Console.WriteLine($"{Path.GetFileName(name)}, one of {same.Count()}: {breach.Kind}\n  {string.Join("\n  ", breach.Details.Split('\n').Take(3))}");
        if (keepIn is not null)
            Keep(same.Key, all.Where(input => same.Any(found => found.Name == input.Name)).MinBy(static input => input.Content.Length).Content);
    }
    Console.WriteLine($"{target.Name}: {all.Count} inputs, {breaches.Count} break the contract");
    return breaches.Count == 0 ? 0 : 1;

    void Keep(string kind, byte[] input)
    {
        // Named by what it does, so that another run finds the same names.
        var name = string.Concat(kind.Select(static letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
        var path = Path.Combine(keepIn, name[..Math.Min(name.Length, 80)]);
        File.WriteAllBytes(path, input);
        if (kind != Patience.Hangs)
            Patience.Run(() => File.WriteAllBytes(path, Minimizer.Minimize(target, input)));
    }
}

static void Prepare(FuzzTarget target, string folder)
{
    var seeds = Directory.CreateDirectory(Path.Combine(folder, "in")).FullName;
    foreach (var (name, content) in target.Seeds())
        File.WriteAllBytes(Path.Combine(seeds, name), content);
    File.WriteAllLines(Path.Combine(folder, "words.dict"), target.Words.Append(InputParts.Separator).Select(static word => $"\"{Escape(word)}\""));
}

static string Escape(string word) =>
    string.Concat(Encoding.UTF8.GetBytes(word).Select(static b => b is > 0x20 and < 0x7F and not ((byte)'"' or (byte)'\\') ? ((char)b).ToString() : string.Create(CultureInfo.InvariantCulture, $"\\x{b:x2}")));
