namespace Clip;

/// <summary>What is done with a file that is sorted into a folder.</summary>
public enum SortAction
{
    /// <summary>It is copied.</summary>
    Copy,

    /// <summary>A symbolic link to it is made.</summary>
    Link,

    /// <summary>It is moved.</summary>
    Move,
}
