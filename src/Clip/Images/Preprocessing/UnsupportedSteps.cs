using System.Text.Json;

namespace Clip.Images.Preprocessing;

/// <summary>
/// Refuses configurations that ask for a step that changes pixels and is not done here. Ignoring it would give slightly
/// wrong embeddings, which nobody notices.
/// </summary>
internal static class UnsupportedSteps
{
    // What is done, and what concerns other things than the pixels of a picture.
    private static readonly HashSet<string> KnownSteps = new(StringComparer.Ordinal)
    {
        "do_resize", "do_center_crop", "do_rescale", "do_normalize", "do_convert_rgb", "do_flip_channel_order",
        "do_reduce_labels", "do_convert_annotations", "do_lower_case", "do_basic_tokenize", "do_sample_frames",
    };

    private static readonly (string Key, Func<JsonElement, bool> IsAsked, string Step)[] Others =
    [
        ("do_pad", IsTrue, "padding to a size is not supported"),
        ("mode", static value => !IsText(value, "RGB"), "only RGB is supported"),
        ("size_divisor", IsNumberAboveOne, "sizes that are multiples of a number are not supported"),
        ("size_divisibility", IsNumberAboveOne, "sizes that are multiples of a number are not supported"),
        ("ensure_multiple_of", IsNumberAboveOne, "sizes that are multiples of a number are not supported"),
        ("keep_aspect_ratio", IsTrue, "a resize to about the size, with the aspect ratio kept, is not supported"),
        ("min_pixels", IsAny, "sizes by the number of pixels are not supported"),
        ("max_pixels", IsAny, "sizes by the number of pixels are not supported"),
        ("rescale_offset", IsTrue, "an offset after the scaling is not supported"),
        ("offset", IsTrue, "an offset after the scaling is not supported"),
        ("include_top", IsTrue, "a second normalization is not supported"),
        ("antialias", static value => value.ValueKind == JsonValueKind.False, "a resize without it is not supported"),
        ("crop_mode", static value => !IsText(value, "center") && !IsText(value, "squash"),
            "only center and squash are supported"),
    ];

    /// <summary>Refuses a configuration with such a step.</summary>
    /// <exception cref="ClipException">There is one: the message names the key and its value.</exception>
    public static void Refuse(PreprocessorKeys keys)
    {
        foreach (var (key, isAsked, step) in Others)
            keys.Reject(key, isAsked, step);
        foreach (var property in keys.All)
        {
            if (property.Name.StartsWith("do_", StringComparison.Ordinal)
                && property.Value.ValueKind is not (JsonValueKind.False or JsonValueKind.Null)
                && !KnownSteps.Contains(property.Name))
            {
                throw keys.Unsupported(property.Name, "this step is not supported");
            }
        }
    }

    private static bool IsTrue(JsonElement value) => value.ValueKind == JsonValueKind.True;

    private static bool IsAny(JsonElement value) => true;

    private static bool IsNumberAboveOne(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.GetDouble() > 1;

    private static bool IsText(JsonElement value, string text) =>
        value.ValueKind == JsonValueKind.String && value.ValueEquals(text);
}
