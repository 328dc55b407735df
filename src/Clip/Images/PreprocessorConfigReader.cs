using System.Text.Json;

namespace Clip.Images;

/// <summary>
/// Reads the dialects in which models say how they want their pictures. A value that is not known is an error, never
/// a silent difference; a key that is not known is ignored, since most configure things that do not touch pixels.
/// </summary>
internal sealed class PreprocessorConfigReader
{
    // What every processor of Hugging Face's takes where its file leaves the size out.
    private const int UsualEdge = 224;

    private readonly string _name;
    private readonly JsonElement _root;
    private readonly JsonElement _model;

    /// <param name="name">What to call the file in errors.</param>
    /// <param name="root">The keys.</param>
    /// <param name="model">open_clip's <c>model_cfg</c>, which stands beside them; or nothing.</param>
    private PreprocessorConfigReader(string name, JsonElement root, JsonElement model)
    {
        _name = name;
        _root = root;
        _model = model;
    }

    /// <inheritdoc cref="PreprocessorConfig.Parse"/>
    internal static PreprocessorConfig Parse(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            var lenient = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
            using var document = JsonDocument.Parse(json, lenient);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new ClipException(name, "is not a JSON object", "it should be a preprocessor_config.json or preprocess_cfg.json");
            var model = root.TryGetProperty("model_cfg", out var stated) && stated.ValueKind == JsonValueKind.Object ? stated : default;
            foreach (var nested in (ReadOnlySpan<string>)["image_processor", "preprocess_cfg"]) // processor_config.json, open_clip_config.json
            {
                if (root.TryGetProperty(nested, out var inner) && inner.ValueKind == JsonValueKind.Object)
                    root = inner;
            }

            return new PreprocessorConfigReader(name, root, model).Read();
        }
        catch (JsonException e)
        {
            throw new ClipException(name, $"is not valid JSON (line {e.LineNumber + 1})", "copy or download it again", e);
        }
    }

    private PreprocessorConfig Read()
    {
        Reject("do_pad", static value => value.ValueKind == JsonValueKind.True, "padding to a size is not supported");
        Reject("mode", static value => value.ValueKind != JsonValueKind.String || !value.ValueEquals("RGB"u8), "only RGB is supported");

        var config = new PreprocessorConfig { Filter = ReadFilter() };
        return ReadValues(IsOpenClip ? ReadOpenClip(config) : ReadHuggingFace(config));
    }

    /// <summary>Whether the keys are open_clip's: its older files have means and deviations only, under names of their own.</summary>
    private bool IsOpenClip => Find("resize_mode") is not null || (Find("mean", "interpolation") is not null
        && Find("do_resize", "do_center_crop", "crop_size", "resample", "image_mean", "image_processor_type", "feature_extractor_type") is null);

    /// <summary>The class that Hugging Face's library would read the file with, without what its versions add to the name; empty where it is not said.</summary>
    private string Processor => Find("image_processor_type", "feature_extractor_type") is (_, { ValueKind: JsonValueKind.String } type)
        ? type.GetString() ?? ""
        : "";

    private bool IsProcessor(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Processor.StartsWith(name, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    /// <summary>open_clip's keys, which Jina uses too: <c>size</c>, <c>resize_mode</c>, <c>fill_color</c>.</summary>
    private PreprocessorConfig ReadOpenClip(PreprocessorConfig config)
    {
        var (width, height, _) = ReadSize(["size", "image_size"]) ?? ReadModelSize() ?? throw Missing("size");
        var resize = Find("resize_mode") switch
        {
            null => ResizeMode.Cover,
            (_, { ValueKind: JsonValueKind.String } mode) when mode.ValueEquals("shortest"u8) => ResizeMode.Cover,
            (_, { ValueKind: JsonValueKind.String } mode) when mode.ValueEquals("longest"u8) => ResizeMode.Contain,
            (_, { ValueKind: JsonValueKind.String } mode) when mode.ValueEquals("squash"u8) => ResizeMode.Squash,
            (var key, var mode) => throw Unknown(key, mode),
        };
        return config with
        {
            ResizeWidth = width,
            ResizeHeight = height,
            Resize = resize,
            Crop = resize == ResizeMode.Squash ? null : (width, height),
            FillColor = resize == ResizeMode.Contain ? ReadColor() : default, // a crop pads with black whatever the fill colour
        };
    }

    /// <summary>Hugging Face's keys: <c>do_resize</c>, <c>size</c>, <c>do_center_crop</c>, <c>crop_size</c>.</summary>
    private PreprocessorConfig ReadHuggingFace(PreprocessorConfig config)
    {
        var size = ReadSize(["size", "image_size"]) ?? UsualSize();
        var cropSize = ReadSize(["crop_size"]);
        var crops = ReadBool("do_center_crop") ?? (cropSize is not null || size is { Kind: SizeKind.ShortestEdge });
        config = config with { Crop = crops ? Sides(cropSize ?? size ?? throw Missing("crop_size")) : null };
        if (ReadBool("do_resize") == false)
            return config with { Resize = ResizeMode.None };

        var (width, height, kind) = size ?? throw Missing("size");
        return config with
        {
            ResizeWidth = width,
            ResizeHeight = height,
            // A bare number is a shortest edge for the processors that crop and a square for those that do not.
            Resize = kind == SizeKind.ShortestEdge || (kind == SizeKind.Number && crops) ? ResizeMode.Cover : ResizeMode.Squash,
        };

        static (int Width, int Height) Sides((int Width, int Height, SizeKind Kind) size) => (size.Width, size.Height);
    }

    private PreprocessorConfig ReadValues(PreprocessorConfig config)
    {
        if (ReadBool("do_rescale") == false)
            config = config with { RescaleFactor = 1 };
        else if (Find("rescale_factor") is (_, var factor))
        {
            if (factor.ValueKind != JsonValueKind.Number)
                throw Unknown("rescale_factor", factor);
            config = config with { RescaleFactor = factor.GetDouble() };
        }

        if (ReadBool("do_normalize") == false)
            return config with { Mean = (0, 0, 0), Std = (1, 1, 1) };

        if (IsProcessor("Siglip", "ViT"))
            config = config with { Mean = (0.5f, 0.5f, 0.5f), Std = (0.5f, 0.5f, 0.5f) }; // these processors' defaults

        var std = ReadChannels("image_std", "std", "normalization_deviations");
        if (std is (0, _, _) or (_, 0, _) or (_, _, 0))
            throw new ClipException(_name, "has a standard deviation of 0", "copy or download it again");
        return config with
        {
            Mean = ReadChannels("image_mean", "mean", "normalization_means") ?? config.Mean,
            Std = std ?? config.Std,
        };
    }

    private ResampleFilter ReadFilter()
    {
        if (Find("resample", "interpolation") is not (var key, var value))
            return IsProcessor("ViT", "Siglip2") ? ResampleFilter.Bilinear : ResampleFilter.Bicubic;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number is >= 0 and <= (int)ResampleFilter.Hamming)
            return (ResampleFilter)number;
        return value.ValueKind != JsonValueKind.String ? throw Unknown(key, value) : value.GetString() switch
        {
            "nearest" => ResampleFilter.Nearest,
            "lanczos" => ResampleFilter.Lanczos,
            "bilinear" => ResampleFilter.Bilinear,
            "bicubic" or "random" => ResampleFilter.Bicubic, // open_clip's word for training; it is bicubic afterwards
            "box" => ResampleFilter.Box,
            "hamming" => ResampleFilter.Hamming,
            _ => throw Unknown(key, value),
        };
    }

    /// <summary>A number, <c>{"shortest_edge": n}</c>, <c>{"height": h, "width": w}</c> or <c>[h, w]</c>.</summary>
    private (int Width, int Height, SizeKind Kind)? ReadSize(ReadOnlySpan<string> keys)
    {
        if (Find(keys) is not (var key, var value))
            return null;
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                return (Edge(value), Edge(value), SizeKind.Number);
            case JsonValueKind.Array when value.GetArrayLength() == 2:
                return (Edge(value[1]), Edge(value[0]), SizeKind.Sides);
            case JsonValueKind.Array when value.GetArrayLength() == 1:
                return (Edge(value[0]), Edge(value[0]), SizeKind.Number);
            case JsonValueKind.Object when Member("height") is { } height && Member("width") is { } width:
                return (Edge(width), Edge(height), SizeKind.Sides);
            case JsonValueKind.Object when Member("shortest_edge") is { } edge && Member("longest_edge") is null:
                return (Edge(edge), Edge(edge), SizeKind.ShortestEdge);
            default:
                throw Unknown(key, value);
        }

        JsonElement? Member(string name) =>
            value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

        int Edge(JsonElement edge) =>
            edge.ValueKind == JsonValueKind.Number && edge.TryGetInt32(out var pixels) && pixels is > 0 and <= PreprocessorConfig.MaxEdge
                ? pixels
                : throw Unknown(key, value);
    }

    /// <summary>The picture size of open_clip's model configuration, for preprocessing that leaves it out.</summary>
    private (int Width, int Height, SizeKind Kind)? ReadModelSize() =>
        _model.ValueKind == JsonValueKind.Object && _model.TryGetProperty("vision_cfg", out var vision) && vision.ValueKind == JsonValueKind.Object
            ? new PreprocessorConfigReader(_name, vision, default).ReadSize(["image_size"])
            : null;

    /// <summary>What the processor that is named takes where no size is stated; null where none is named that we know.</summary>
    private (int Width, int Height, SizeKind Kind)? UsualSize() =>
        IsProcessor("CLIP") ? (UsualEdge, UsualEdge, SizeKind.ShortestEdge)
        : IsProcessor("Siglip", "ViT", "ChineseCLIP") ? (UsualEdge, UsualEdge, SizeKind.Sides)
        : null;

    private (byte Red, byte Green, byte Blue) ReadColor()
    {
        if (Find("fill_color") is not (var key, var value))
            return default;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetByte(out var grey))
            return (grey, grey, grey);
        return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 3
            && value[0].TryGetByte(out var red) && value[1].TryGetByte(out var green) && value[2].TryGetByte(out var blue)
            ? (red, green, blue)
            : throw Unknown(key, value);
    }

    private (float Red, float Green, float Blue)? ReadChannels(params ReadOnlySpan<string> keys)
    {
        if (Find(keys) is not (var key, var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number)
            return (value.GetSingle(), value.GetSingle(), value.GetSingle());
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != 3)
            throw Unknown(key, value);
        foreach (var channel in value.EnumerateArray())
        {
            if (channel.ValueKind != JsonValueKind.Number)
                throw Unknown(key, value);
        }

        return (value[0].GetSingle(), value[1].GetSingle(), value[2].GetSingle());
    }

    private bool? ReadBool(string key) => Find(key) switch
    {
        null => null,
        (_, { ValueKind: JsonValueKind.True }) => true,
        (_, { ValueKind: JsonValueKind.False }) => false,
        (_, var value) => throw Unknown(key, value),
    };

    /// <summary>The first of these keys that is there and not null.</summary>
    private (string Key, JsonElement Value)? Find(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (_root.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null)
                return (key, value);
        }

        return null;
    }

    private void Reject(string key, Func<JsonElement, bool> isUnsupported, string why)
    {
        if (Find(key) is (_, var value) && isUnsupported(value))
            throw new ClipException(_name, $"\"{key}\" is {value.GetRawText()}: {why}", "use another export of the model");
    }

    private ClipException Unknown(string key, JsonElement value) => new(
        _name, $"\"{key}\" has the unknown value {Shorten(value.GetRawText())}", "use another export of the model, or correct the file");

    private ClipException Missing(string key) => new(
        _name, $"\"{key}\" is missing", "use another export of the model, or complete the file");

    private static string Shorten(string json) => json.Length <= 60 ? json : json[..57] + "...";

    /// <summary>How a size was written, where that decides what it means.</summary>
    private enum SizeKind
    {
        Number,
        Sides,
        ShortestEdge,
    }
}
