using Clip.Text.Normalizers;

namespace Clip.Text.Loading;
internal static class PrecompiledNormalizer { public static Normalizer Read(JsonComponent c) => throw c.Error("not yet"); }
