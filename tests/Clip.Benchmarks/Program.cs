using Clip.Benchmarks;
using Clip.Benchmarks.Sections;

ISection[] sections = [new MemorySection(), new FilesSection()];

var names = args.Where(arg => !arg.StartsWith('-')).ToList();
var unknown = args.FirstOrDefault(arg => arg.StartsWith('-') || !Array.Exists(sections, section => section.Name == arg));
if (unknown is not null)
{
    Console.Error.WriteLine(unknown is "--help" or "-h" ? "Usage: Clip.Benchmarks [SECTION...]" : $"{unknown}: is no section");
    Console.Error.WriteLine("Sections (all of them where none is named):");
    foreach (var section in sections)
        Console.Error.WriteLine($"  {section.Name,-10} {section.Question}");
    return unknown is "--help" or "-h" ? 0 : 2;
}

var report = new Report(Console.Out);
report.Machine(Machine.Describe());
foreach (var section in sections.Where(section => names.Count == 0 || names.Contains(section.Name)))
{
    report.Section(section);
    section.Run(report);
}

return 0;
