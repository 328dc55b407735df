namespace Clip.Server.Security;

/// <summary>Who may call an endpoint.</summary>
internal enum Access
{
    /// <summary>Whoever has the key, where there is one.</summary>
    Key,

    /// <summary>Anybody: the endpoint says nothing about models or pictures.</summary>
    Open,
}
