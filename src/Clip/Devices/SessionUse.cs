namespace Clip.Devices;

/// <summary>What a session is opened for.</summary>
internal enum SessionUse
{
    /// <summary>A few runs: the time until the first result matters more than the speed of each run.</summary>
    Few,

    /// <summary>Many runs, one at a time, each on all cores.</summary>
    Many,

    /// <summary>Many runs at a time, each on the thread that calls.</summary>
    Workers,
}
