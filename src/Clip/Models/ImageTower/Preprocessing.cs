using Clip.Images.Preprocessing;
using Clip.Images.Resampling;
using Clip.Models.Configuration;
using Clip.Models.Layouts;
using Clip.Models.Onnx;

namespace Clip.Models.ImageTower;

/// <summary>Finds a model's preprocessing configuration.</summary>
internal static class Preprocessing
{
    /// <summary>What is assumed where no file describes the model.</summary>
    public const string Assumption =
        "no file describes the pictures: OpenAI's preprocessing is assumed (shortest edge, bicubic, center crop, "
        + "CLIP's means and deviations); add the original's preprocessor_config.json for another";

    // OpenAI's smallest pictures, where neither a file nor the graph states a size.
    private const int UsualEdge = 224;

    /// <summary>
    /// Reads the preprocessing configuration, or UForm's section of config.json where there is no such file.
    /// </summary>
    /// <exception cref="ModelException">The folder has neither, or the section is incomplete.</exception>
    /// <exception cref="ClipException">The configuration has a value that is not known.</exception>
    public static PreprocessorConfig Of(ModelFolder folder, ModelConfig config, OnnxValue pixels)
    {
        if (folder.Preprocessor is { } path)
        {
            StandInFile.Refuse(path);
            return PreprocessorConfig.Read(path);
        }
        if (config.Has("image_encoder"))
            return OfUForm(config);
        // open_clip_config.json under the name that every other model's configuration has.
        if (config.Has("preprocess_cfg"))
            return PreprocessorConfig.Read(config.File!);
        // A download without any configuration is OpenAI's CLIP or its retraining: every other family has one.
        return IsUndescribed(folder, config) && OfOpenAi(pixels) is { } usual
            ? usual
            : throw new ModelException(
                Path.GetDirectoryName(folder.UsualPreprocessor)!,
                $"has no {Path.GetFileName(folder.UsualPreprocessor)}",
                "download it from the model's page into the same folder; where the page has none, take that of the "
                + "model that the graph was exported from");
    }

    /// <summary>Whether no file describes the model, so that its preprocessing is assumed.</summary>
    public static bool IsUndescribed(ModelFolder folder, ModelConfig config) =>
        folder.Preprocessor is null && config.File is null;

    /// <summary>
    /// What is probably wrong about the assumption, for people; null where it is probably right: other towers than
    /// CLIP's come with a layout or a tokenizer of their own.
    /// </summary>
    public static string? DoubtOf(ModelFolder folder, ModelConfig config)
    {
        if (!IsUndescribed(folder, config))
            return null;
        var tokenizer = ModelConfig.Read(folder.TokenizerConfig).Text("tokenizer_class");
        var isOther = folder.Layout == ModelLayout.TextualVisual
            || tokenizer?.StartsWith("CLIPTokenizer", StringComparison.Ordinal) == false;
        return isOther
            ? $"{folder.UsualPreprocessor}: is missing, so that OpenAI's preprocessing of pictures is assumed, which "
                + "is probably wrong for this model; download it from the model's page"
            : null;
    }

    /// <summary>
    /// OpenAI's preprocessing for the size of the graph: bicubic resize of the shortest edge, center crop, and the
    /// means and deviations that are the defaults; null where the graph takes another shape.
    /// </summary>
    private static PreprocessorConfig? OfOpenAi(OnnxValue pixels)
    {
        var (height, width) = pixels.Shape switch
        {
            [_, var first, var second, _] when GraphSignature.IsChannelsLast(pixels) => (first, second),
            [_, _, var first, var second] => (first, second),
            [] => (null, null),
            _ => (0, 0),
        };
        var edge = height ?? width ?? UsualEdge;
        return edge is > 0 and <= PreprocessorConfig.MaxEdge && (width ?? edge) == edge
            ? Square((int)edge)
            : null;
    }

    private static PreprocessorConfig Square(int edge) => new()
    {
        Resize = ResizeRule.Cover,
        ResizeWidth = edge,
        ResizeHeight = edge,
        Filter = ResampleFilter.Bicubic,
        Crop = (edge, edge),
    };

    /// <summary>
    /// Bicubic resize of the shortest edge, center crop, then the means and deviations stated, as UForm's torch
    /// processor does it. (Its NumPy processor distorts portraits by mistake: it reads the width after setting it.)
    /// </summary>
    private static PreprocessorConfig OfUForm(ModelConfig config)
    {
        var edge = config.Count("image_encoder", "image_size");
        var means = config.Numbers("image_encoder", "normalization_means");
        var deviations = config.Numbers("image_encoder", "normalization_deviations");
        if (edge is not ({ } size and <= PreprocessorConfig.MaxEdge) || means is not [var r, var g, var b]
            || deviations is not [> 0 and var dr, > 0 and var dg, > 0 and var db])
        {
            throw new ModelException(
                config.File!,
                "does not state image_size, normalization_means and normalization_deviations of its image encoder",
                "download the file again");
        }
        return Square(size) with
        {
            Mean = ((float)r, (float)g, (float)b),
            Std = ((float)dr, (float)dg, (float)db),
        };
    }
}
