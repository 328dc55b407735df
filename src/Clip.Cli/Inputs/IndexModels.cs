using Clip.Cli.Options;
using Clip.Cli.Output;
using Clip.Cli.Remedies;

namespace Clip.Cli.Inputs;

/// <summary>
/// The models of the indexes that a verb uses, each loaded once. An index uses the model that it was made with, unless
/// the command line names another.
/// </summary>
/// <param name="settings">What the command line asks for.</param>
internal sealed class IndexModels(ModelSettings settings) : IDisposable
{
    private readonly Dictionary<ModelKey, ClipModel> _loaded = [];

    /// <summary>The models loaded so far.</summary>
    public IReadOnlyCollection<ClipModel> Loaded => _loaded.Values;

    /// <summary>The model for one index, which the caller disposes of.</summary>
    /// <inheritdoc cref="For" path="/exception"/>
    public static ClipModel Load(IndexLocation location, ModelSettings settings) =>
        Load(location, settings, Choose(location, settings));

    /// <summary>The model for an index. This object disposes of it.</summary>
    /// <exception cref="ModelException">There is no such model, or it cannot be loaded.</exception>
    /// <exception cref="DeviceException">A library cannot be loaded.</exception>
    public ClipModel For(IndexLocation location)
    {
        var choice = Choose(location, settings);
        var key = ModelKey.Of(choice);
        if (!_loaded.TryGetValue(key, out var model))
            _loaded[key] = model = Load(location, settings, choice);
        return model;
    }

    public void Dispose()
    {
        foreach (var model in _loaded.Values)
            model.Dispose();
    }

    private static ClipModel Load(IndexLocation location, ModelSettings asked, ModelSettings choice)
    {
        try
        {
            return ModelInput.Load(choice);
        }
        catch (ClipException error) when (
            asked.Name is null && choice.Name is not null && !IsAboutOptions(error, asked))
        {
            // The user has not named the model, so that an error about it alone would come out of nowhere.
            var (subject, problem, remedy) = ErrorText.Parts(error);
            var another = "give the same model from another place with --model DIR";
            throw new ModelException(
                DisplayPath.Of(location.Directory),
                $"was made with the model {choice.Name}, which cannot be used: {subject}: {problem}",
                error is HubException && remedy is not null ? $"{remedy}; or {another}" : another, error);
        }
    }

    /// <summary>Whether an error is about what the command line asks for, and not about the index's model.</summary>
    private static bool IsAboutOptions(ClipException error, ModelSettings asked) => error switch
    {
        DeviceException => true,
        HubException { Fault: HubFault.NotDownloaded or HubFault.UnknownName } => false,
        _ => asked.Loading is not
        { Variant: null, Dimensions: null, Precision: null, Task: null, Language: null },
    };

    /// <summary>What the command line asks for, completed with what the index remembers of its model.</summary>
    private static ModelSettings Choose(IndexLocation location, ModelSettings asked)
    {
        if (Origin(location) is not { } origin)
            return asked;
        if (asked.Name is not null && ModelInput.ReferenceOf(asked.Name) != origin.Reference)
            return asked;
        var loading = asked.Loading.Clone();
        loading.Variant ??= origin.Variant;
        loading.Dimensions ??= origin.Dimensions;
        loading.Precision ??= ModelPrecisionWords.Parse(origin.Precision);
        return asked with { Name = origin.Reference, Loading = loading };
    }

    private static ModelOrigin? Origin(IndexLocation location)
    {
        try
        {
            return PictureIndex.Exists(location) ? PictureIndex.ReadModelOrigin(location) : null;
        }
        catch (ClipException)
        {
            // What is wrong with the index is reported where it is used.
            return null;
        }
    }

    /// <summary>What indexes may say differently about a model; all else is what the command line asks for.</summary>
    private sealed record ModelKey(string Reference, string? Variant, int? Dimensions, ModelPrecision Precision)
    {
        public static ModelKey Of(ModelSettings choice) => new(
            ModelInput.ReferenceOf(choice.Name ?? choice.Default), choice.Loading.Variant, choice.Loading.Dimensions,
            choice.Loading.Precision ?? ModelPrecision.Fp32);
    }
}
