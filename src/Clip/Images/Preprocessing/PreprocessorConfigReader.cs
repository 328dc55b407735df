using System.Text.Json;
using Clip.Images.Resampling;

namespace Clip.Images.Preprocessing;

/// <summary>
/// Reads the dialects of preprocessor configurations. An unknown value is an error, never a silent difference; an
/// unknown key is ignored, because most of them configure things that do not affect pixels.
/// </summary>
internal sealed class PreprocessorConfigReader
{
    // The default of every Hugging Face processor.
    private const int DefaultEdge = 224;
    private const int DefaultPatchSize = 16;
    private const int DefaultPatches = 256;

    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private readonly string _name;
    private readonly PreprocessorKeys _keys;
    private readonly JsonElement _model;

    /// <param name="name">The name for errors.</param>
    /// <param name="root">The keys.</param>
    /// <param name="model">open_clip's <c>model_cfg</c>, next to the keys; or an undefined element.</param>
    private PreprocessorConfigReader(string name, JsonElement root, JsonElement model)
    {
        _name = name;
        _keys = new PreprocessorKeys(name, root);
        _model = model;
    }

    /// <inheritdoc cref="PreprocessorConfig.Parse"/>
    internal static PreprocessorConfig Parse(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(LenientJson.ToStrict(json), Lenient);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new ClipException(
                    name, "is not a JSON object", "it should be a preprocessor_config.json or preprocess_cfg.json");
            }

            var hasModel = root.TryGetProperty("model_cfg", out var model) && model.ValueKind == JsonValueKind.Object;
            // In processor_config.json and open_clip_config.json.
            foreach (var nested in (ReadOnlySpan<string>)["image_processor", "preprocess_cfg"])
            {
                if (root.TryGetProperty(nested, out var inner) && inner.ValueKind == JsonValueKind.Object)
                    root = inner;
            }

            return new PreprocessorConfigReader(name, root, hasModel ? model : default).Read();
        }
        catch (JsonException e)
        {
            throw new ClipException(
                name, $"is not valid JSON (line {e.LineNumber + 1})", "copy or download it again", e);
        }
        catch (InvalidOperationException e)
        {
            // System.Text.Json throws this for half of a surrogate pair and for invalid UTF-8.
            throw new ClipException(name, "is not valid Unicode", "copy or download it again", e);
        }
    }

    private PreprocessorConfig Read()
    {
        UnsupportedSteps.Refuse(_keys);
        var config = new PreprocessorConfig
        {
            Filter = ReadFilter(),
            FlipsChannels = _keys.ReadBool("do_flip_channel_order") ?? IsProcessor("MobileViT"),
        };
        if (ReadPatches() is { } patches)
            return ReadValues(config with { Patches = patches });
        return ReadValues(CropFraction.Apply(IsOpenClip ? ReadOpenClip(config) : ReadHuggingFace(config), _keys));
    }

    /// <summary>The patches of SigLIP 2's processor for pictures of any shape; null for any other.</summary>
    private PatchGrid? ReadPatches()
    {
        if (_keys.Find("max_num_patches") is null && (!IsProcessor("Siglip2") || _keys.Find("size") is not null))
            return null;
        _keys.Reject(
            "do_resize", static value => value.ValueKind == JsonValueKind.False, "patches need a resized picture");
        return new PatchGrid(
            _keys.ReadCount("patch_size", PatchGrid.MaxPatchSize) ?? DefaultPatchSize,
            _keys.ReadCount("max_num_patches", PatchGrid.MostPatches) ?? DefaultPatches);
    }

    /// <summary>
    /// Whether the keys are open_clip's. Its older files have only means and deviations, under names of their own.
    /// </summary>
    private bool IsOpenClip => _keys.Find("resize_mode") is not null || (_keys.Find("mean", "interpolation") is not null
        && _keys.Find("do_resize", "do_center_crop", "crop_size", "resample", "image_mean") is null
        && _keys.Find("image_processor_type", "feature_extractor_type") is null);

    private bool IsProcessor(params ReadOnlySpan<string> names) => _keys.IsProcessor(names);

    /// <summary>open_clip's keys, which Jina uses too: <c>size</c>, <c>resize_mode</c>, <c>fill_color</c>.</summary>
    private PreprocessorConfig ReadOpenClip(PreprocessorConfig config)
    {
        var (width, height, _) = _keys.ReadSize(["size", "image_size"])
            ?? ReadModelSize()
            ?? throw _keys.Missing("size");
        var resize = _keys.Find("resize_mode") switch
        {
            null => ResizeRule.Cover,
            (_, { ValueKind: JsonValueKind.String } mode) when mode.ValueEquals("shortest"u8) => ResizeRule.Cover,
            (_, { ValueKind: JsonValueKind.String } mode) when mode.ValueEquals("longest"u8) => ResizeRule.Contain,
            (_, { ValueKind: JsonValueKind.String } mode) when mode.ValueEquals("squash"u8) => ResizeRule.Squash,
            (var key, var mode) => throw _keys.Unknown(key, mode),
        };
        return config with
        {
            ResizeWidth = width,
            ResizeHeight = height,
            Resize = resize,
            Crop = resize == ResizeRule.Squash ? null : (width, height),
            // A crop pads with black, whatever the fill color.
            FillColor = resize == ResizeRule.Contain ? _keys.ReadColor() : default,
        };
    }

    /// <summary>Hugging Face's keys: <c>do_resize</c>, <c>size</c>, <c>do_center_crop</c>, <c>crop_size</c>.</summary>
    private PreprocessorConfig ReadHuggingFace(PreprocessorConfig config)
    {
        var size = _keys.ReadSize(["size", "image_size"]) ?? DefaultSize();
        var cropSize = _keys.ReadSize(["crop_size"]);
        var crops = _keys.ReadBool("do_center_crop")
            ?? (cropSize is not null || size is { Kind: SizeKind.ShortestEdge });
        config = config with { Crop = crops ? Sides(cropSize ?? size ?? throw _keys.Missing("crop_size")) : null };
        if (_keys.ReadBool("do_resize") == false)
            return config with { Resize = ResizeRule.None };

        var (width, height, kind) = size ?? throw _keys.Missing("size");
        return config with
        {
            ResizeWidth = width,
            ResizeHeight = height,
            // A bare number means a shortest edge to the processors that crop, and a square to the others.
            Resize = kind == SizeKind.ShortestEdge
                || (kind == SizeKind.Number && !(_keys.ReadBool("default_to_square") ?? !crops))
                ? ResizeRule.Cover
                : ResizeRule.Squash,
        };

        static (int Width, int Height) Sides((int Width, int Height, SizeKind Kind) size) => (size.Width, size.Height);
    }

    private PreprocessorConfig ReadValues(PreprocessorConfig config)
    {
        if (_keys.ReadBool("do_rescale") == false)
            config = config with { RescaleFactor = 1 };
        else if (_keys.Find("rescale_factor") is (_, var factor))
        {
            if (factor.ValueKind != JsonValueKind.Number)
                throw _keys.Unknown("rescale_factor", factor);
            config = config with { RescaleFactor = factor.GetDouble() };
        }

        if ((_keys.ReadBool("do_normalize") ?? !IsProcessor("MobileViT")) == false)
            return config with { Mean = (0, 0, 0), Std = (1, 1, 1) };

        if (IsProcessor("Siglip", "ViT", "ConvNext"))
            config = config with { Mean = (0.5f, 0.5f, 0.5f), Std = (0.5f, 0.5f, 0.5f) }; // these processors' defaults

        var std = _keys.ReadChannels("image_std", "std", "normalization_deviations");
        if (std is (0, _, _) or (_, 0, _) or (_, _, 0))
            throw new ClipException(_name, "has a standard deviation of 0", "copy or download it again");
        return config with
        {
            Mean = _keys.ReadChannels("image_mean", "mean", "normalization_means") ?? config.Mean,
            Std = std ?? config.Std,
        };
    }

    private ResampleFilter ReadFilter()
    {
        if (_keys.Find("resample", "interpolation") is not (var key, var value))
        {
            return IsProcessor("ViT", "Siglip2", "ConvNext", "MobileViT")
                ? ResampleFilter.Bilinear
                : ResampleFilter.Bicubic;
        }
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            && number is >= 0 and <= (int)ResampleFilter.Hamming)
        {
            return (ResampleFilter)number;
        }

        if (value.ValueKind != JsonValueKind.String)
            throw _keys.Unknown(key, value);
        return FilterName(value.GetString()!) switch
        {
            "nearest" => ResampleFilter.Nearest,
            "lanczos" => ResampleFilter.Lanczos,
            "bilinear" => ResampleFilter.Bilinear,
            "bicubic" or "random" => ResampleFilter.Bicubic, // open_clip's word for training; inference is bicubic
            "box" => ResampleFilter.Box,
            "hamming" => ResampleFilter.Hamming,
            _ => throw _keys.Unknown(key, value),
        };
    }

    /// <summary>The name of a filter, which some write as the libraries do: <c>InterpolationMode.BICUBIC</c>.</summary>
    private static string FilterName(string text) => text[(text.LastIndexOf('.') + 1)..].ToLowerInvariant();

    /// <summary>The picture size of open_clip's model configuration, for files without a size of their own.</summary>
    private (int Width, int Height, SizeKind Kind)? ReadModelSize() =>
        _model.ValueKind == JsonValueKind.Object && _model.TryGetProperty("vision_cfg", out var vision)
        && vision.ValueKind == JsonValueKind.Object
            ? new PreprocessorKeys(_name, vision).ReadSize(["image_size"])
            : null;

    /// <summary>The default of the processor that the file names; null for an unknown one.</summary>
    private (int Width, int Height, SizeKind Kind)? DefaultSize() =>
        IsProcessor("CLIP") ? (DefaultEdge, DefaultEdge, SizeKind.ShortestEdge)
        : IsProcessor("Siglip", "ViT", "ChineseCLIP") ? (DefaultEdge, DefaultEdge, SizeKind.Sides)
        : null;
}
