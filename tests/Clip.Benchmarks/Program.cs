using Clip;
using Clip.Benchmarks;
using Clip.Benchmarks.Abstractions;
using Clip.Benchmarks.Peers;
using Clip.Benchmarks.Pixels;
using Clip.Benchmarks.Sections;

if (args is ["pixels", ..])
    return PixelComparison.Run(args[1..]);

if (args is ["abstractions"])
    return AbstractionCosts.Run();

BenchmarkOptions options;
try
{
    options = BenchmarkOptions.Parse([.. args.Where(arg => arg is not ("--help" or "-h"))]);
}
catch (ArgumentException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}

using var python = PythonPeer.Start(options);
ISection[] sections =
[
    new MemorySection(),
    new FilesSection(),
    new TokensSection(python),
    new PicturesSection(python),
    new LibrarySection(),
    new DecodersSection(),
    new JpegSection(),
    new ScanSection(options, python),
    new QueriesSection(options, python),
    new ConcurrencySection(),
    new RetrievalSection(),
    new GroupsSection(),
    new ColdStartSection(options),
    new GrowthSection(options),
    new StoreSection(options),
    new CutoffSection(),
    new GallerySection(options),
    new BudgetSection(options),
    new PrecisionSection(options),
    new ServeSection(),
    new DeviceSection(options),
];

var help = args.Any(arg => arg is "--help" or "-h");
var unknown = options.Sections.FirstOrDefault(name => !Array.Exists(sections, section => section.Name == name));
if (help || unknown is not null)
{
    Console.Error.WriteLine(help ? BenchmarkOptions.Help : $"{unknown}: is not a section");
    Console.Error.WriteLine("Sections (all of them if none is named):");
    foreach (var section in sections)
        Console.Error.WriteLine($"  {section.Name,-11} {section.Question}");
    return help ? 0 : 2;
}

if (options.OrtLibrary is { } library)
    OnnxRuntimeLibrary.Use(library);
var report = new Report(Console.Out);
report.Machine(Machine.Describe());
if (python is not null)
    report.Remark($"Compared with: {python.Versions}.");
var selected = sections.Where(section => options.Sections.Count == 0 || options.Sections.Contains(section.Name));
foreach (var section in selected)
{
    report.Section(section);
    section.Run(report);
}

return 0;
