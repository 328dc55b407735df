using System.CommandLine;
using System.Globalization;
using Clip.Cli.Inputs;
using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Printing;
using Clip.Cli.Remedies;

namespace Clip.Cli.Verbs.Classify;

/// <summary><c>classify</c>: to which of some classes pictures belong.</summary>
internal sealed class ClassifyVerb : IVerb<ClassifySettings>
{
    private readonly Argument<string[]> _inputs = new("PICTURE|FOLDER")
    {
        Description = "Pictures (paths, - for standard input, URLs), or folders, whose indexes are brought up to date "
            + "first",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly LabelOptions _labels = new();

    private readonly Option<string?> _examples = new("--examples")
    {
        Description = "Learn the classes from the pictures in the sub-folders of FOLDER",
        HelpName = "FOLDER",
    };

    private readonly Option<string?> _classes = new("--classes")
    {
        Description = "Use the classes that --save kept",
        HelpName = "FILE",
    };

    private readonly Option<string?> _save = new("--save")
    {
        Description = "Keep the classes learned from --examples",
        HelpName = "FILE",
    };

    private readonly Option<string?> _unknown = new("--unknown")
    {
        Description = "Give no label below the probability P; auto: to pictures unlike all examples",
        HelpName = "P|auto",
    };

    private readonly SortOptions _sort = new();
    private readonly IndexOptions _index = new();

    public ClassifyVerb()
    {
        Command.Arguments.Add(_inputs);
        _labels.AddTo(Command);
        foreach (var option in (Option<string?>[])[_examples, _classes, _save, _unknown])
        {
            option.RequireValue();
            Command.Options.Add(option);
        }
        _sort.AddTo(Command);
        _index.AddSearchTo(Command);
    }

    public VerbCommand Command { get; } = new(
        "classify", "Tell which of some labels, or of classes learned from examples, pictures belong to",
        "clipsearch classify photo.jpg --labels dog,cat,horse",
        "clipsearch classify ~/Pictures --labels-file labels.txt --template photos --json",
        "clipsearch classify new/*.jpg --examples people/ --unknown auto --save people.json",
        "clipsearch classify inbox/ --classes people.json --copy-to sorted/ --apply");

    public ClassifySettings Resolve(ParseResult parsed)
    {
        var (labels, inputs) = (_labels.Labels(parsed), Inputs(parsed));
        var (examples, classes, save) = (
            parsed.GetValue(_examples), parsed.GetValue(_classes), parsed.GetValue(_save));
        var undo = _sort.Undo(parsed);
        var ways = new[] { labels.Count > 0, examples is not null, classes is not null }.Count(static way => way);
        if (undo is null && ways != 1)
        {
            throw new ClipException(
                "classify", ways == 0 ? "needs labels or examples" : "takes labels, examples or learned classes",
                ways == 0
                    ? "for example: clipsearch classify photo.jpg --labels dog,cat"
                    : "give one of --labels, --examples and --classes");
        }
        if (save is not null && examples is null)
            throw new ClipException("--save", "keeps what is learned from examples", "add --examples FOLDER");
        if (undo is null && inputs.Count == 0 && save is null)
        {
            throw new ClipException(
                "classify", "needs a picture or a folder",
                "for example: clipsearch classify photo.jpg --labels dog,cat");
        }
        var isFew = examples is null && inputs is [{ Folder: null, Pictures.Count: <= 4 }];
        return new ClassifySettings(
            ModelOptions.Resolve(parsed, once: isFew), inputs, labels, _labels.Templates(parsed), examples, classes,
            save, UnknownOf(parsed, isLearned: labels.Count == 0), _sort.Resolve(parsed), undo);
    }

    public async Task<int> RunAsync(ClassifySettings settings, Terminal terminal, CancellationToken cancellationToken)
    {
        if (settings.Undo is { } journal)
            return UndoRun.Run(journal, terminal, cancellationToken);
        var folders = settings.Inputs.Select(static input => input.Folder).OfType<IndexSettings>().ToList();
        // Of an index, the hint comes once, when it is made.
        var isNew = folders.Count == 0 || folders.Exists(static folder => !PictureIndex.Exists(folder.Location));
        using var model = folders.Count > 0
            ? FolderSearch.LoadModel(folders, settings.Model)
            : ModelInput.Load(settings.Model);
        var classifier = await ClassesOf(settings, model, terminal, cancellationToken).ConfigureAwait(false);
        var printer = new ClassPrinter(terminal, classifier.Labels, settings.Sort);
        foreach (var input in settings.Inputs)
        {
            var work = input.Folder is { } folder
                ? ClassifyAsync(folder, model, classifier, printer, terminal, cancellationToken)
                : ClassifyAsync(input.Pictures, model, classifier, printer, cancellationToken);
            await work.ConfigureAwait(false);
        }
        printer.Finish(cancellationToken);
        if (isNew)
            EmbeddedModelHint.Write(terminal, settings.Model, model);
        DeviceNotes.Write(terminal, model);
        if (printer.Failed > 0)
            return ExitCode.Error;
        return printer.Count > 0 || settings.Inputs.Count == 0 ? ExitCode.Found : ExitCode.Nothing;
    }

    private static async Task<IEmbeddingClassifier> ClassesOf(
        ClassifySettings settings, ClipModel model, Terminal terminal, CancellationToken cancellationToken)
    {
        if (settings.Labels.Count > 0)
        {
            if (settings.Labels.FirstOrDefault(label => TextInput.WarnIfUnknown(model, label, terminal)) is { } unknown)
                terminal.Detail($"the model does not know {Quoted.Of(unknown)}");
            return ZeroShotClassifier.Create(model, settings.Labels, settings.Templates, cancellationToken)
                .WithMinProbability(settings.Unknown.MinProbability);
        }
        LearnedClassifier learned;
        if (settings.Classes is { } file)
        {
            learned = LearnedClassifier.Load(file, model);
        }
        else
        {
            var examples = await ExampleFolder.ReadAsync(
                model, settings.Examples!, error => terminal.Warn(ErrorText.Of(error)), cancellationToken)
                .ConfigureAwait(false);
            learned = LearnedClassifier.Learn(examples, cancellationToken);
            LearnedSummary.Write(terminal, learned);
            if (settings.Save is { } path)
                learned.Save(path, model);
        }
        return learned.With(settings.Unknown.IsAutomatic, settings.Unknown.MinProbability);
    }

    private static async Task ClassifyAsync(
        IndexSettings folder, ClipModel model, IEmbeddingClassifier classifier, ClassPrinter printer,
        Terminal terminal, CancellationToken cancellationToken)
    {
        using var search = new PictureSearch(model, folder.Location);
        using var reporter = new SearchReporter(terminal, folder.Location, folder.Folder);
        if (folder.Update is { } update)
            await search.UpdateAsync(update, reporter.Observer, cancellationToken).ConfigureAwait(false);
        var pictures = PictureClassification.ClassifyIndex(
            search.OpenIndex(), classifier, folder.Folder, cancellationToken);
        foreach (var picture in pictures)
            printer.Write(picture with { Picture = DisplayPath.Of(picture.Picture) });
    }

    private static async Task ClassifyAsync(
        IReadOnlyList<string> pictures, ClipModel model, IEmbeddingClassifier classifier, ClassPrinter printer,
        CancellationToken cancellationToken)
    {
        var sources = pictures.Select(PictureInput.SourceOf);
        var next = 0;
        await foreach (var picture in PictureClassification.ClassifyAsync(
            model, classifier, sources, cancellationToken).ConfigureAwait(false))
            printer.Write(picture with { Picture = pictures[next++] });
    }

    /// <summary>Neighboring pictures make one input, so that several are encoded at a time.</summary>
    private List<ClassifyInput> Inputs(ParseResult parsed)
    {
        List<ClassifyInput> inputs = [];
        List<string> pictures = [];
        foreach (var input in parsed.GetValue(_inputs) ?? [])
        {
            if (!Directory.Exists(input))
            {
                pictures.Add(input);
                continue;
            }
            EndPictures();
            inputs.Add(new ClassifyInput([], _index.Resolve(input, parsed)));
        }
        EndPictures();
        if (inputs.Count == 0 && (_index.FolderOf(parsed) is not null || _index.StoreOf(parsed) is not null))
            inputs.Add(new ClassifyInput([], _index.Resolve(parsed)));
        return inputs;

        void EndPictures()
        {
            if (pictures.Count > 0)
                inputs.Add(new ClassifyInput(pictures, null));
            pictures = [];
        }
    }

    private UnknownSettings UnknownOf(ParseResult parsed, bool isLearned)
    {
        if (parsed.GetValue(_unknown) is not { } value)
            return new UnknownSettings(false, null);
        if (value == "auto")
        {
            return isLearned
                ? new UnknownSettings(true, null)
                : throw new ClipException(
                    "--unknown auto", "needs examples to learn from what is unlike them",
                    "give a probability, or --examples FOLDER");
        }
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var least)
            && least is >= 0 and <= 1)
            return new UnknownSettings(false, least);
        throw new ClipException($"--unknown {value}", "is neither a probability from 0 to 1 nor auto", "give 0.5");
    }
}
