namespace Clip.Models;

/// <summary>What a session is opened for.</summary>
internal enum SessionUse
{
    /// <summary>A few runs: ready soon counts for more than each run's speed.</summary>
    Few,

    /// <summary>Many runs, one at a time: each has all cores.</summary>
    Many,

    /// <summary>Many runs at a time, each on the thread that asks for it.</summary>
    Workers,
}
