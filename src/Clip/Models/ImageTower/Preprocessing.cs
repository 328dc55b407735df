using Clip.Images.Preprocessing;
using Clip.Images.Resampling;
using Clip.Models.Configuration;
using Clip.Models.Layouts;

namespace Clip.Models.ImageTower;

/// <summary>Finds a model's preprocessing configuration.</summary>
internal static class Preprocessing
{
    /// <summary>
    /// Reads the preprocessing configuration, or UForm's section of config.json where there is no such file.
    /// </summary>
    /// <exception cref="ModelException">The folder has neither, or the section is incomplete.</exception>
    /// <exception cref="ClipException">The configuration has a value that is not known.</exception>
    public static PreprocessorConfig Of(ModelFolder folder, ModelConfig config)
    {
        if (folder.Preprocessor is { } path)
        {
            StandInFile.Refuse(path);
            return PreprocessorConfig.Read(path);
        }
        return config.Has("image_encoder")
            ? OfUForm(config)
            : throw new ModelException(
                folder.Folder, "has no preprocessor_config.json",
                "download it from the model's page into the same folder");
    }

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
        return new PreprocessorConfig
        {
            Resize = ResizeMode.Cover,
            ResizeWidth = size,
            ResizeHeight = size,
            Filter = ResampleFilter.Bicubic,
            Crop = (size, size),
            Mean = ((float)r, (float)g, (float)b),
            Std = ((float)dr, (float)dg, (float)db),
        };
    }
}
