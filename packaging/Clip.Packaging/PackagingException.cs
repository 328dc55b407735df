namespace Clip.Packaging;

/// <summary>A package cannot be made from what is there.</summary>
internal sealed class PackagingException(string message) : Exception(message);
