namespace TransferWeb.Training.Callbacks;

/// <summary>A fit's callbacks, told in their order.</summary>
internal static class CallbackList
{
    /// <summary>Tells each.</summary>
    public static void Tell(this IReadOnlyList<TrainerCallback> callbacks, Action<TrainerCallback> what)
    {
        foreach (TrainerCallback callback in callbacks)
        {
            what(callback);
        }
    }
}
