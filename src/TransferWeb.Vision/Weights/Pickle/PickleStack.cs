namespace TransferWeb.Vision.Weights.Pickle;

/// <summary>The pickle machine's stack with its marks; a wrong use means a damaged file.</summary>
internal sealed class PickleStack(string fileName)
{
    private readonly List<object?> items = [];
    private readonly Stack<int> marks = [];

    private int Floor => marks.Count == 0 ? 0 : marks.Peek();

    public void Push(object? value) => items.Add(value);

    public void Mark() => marks.Push(items.Count);

    public object? Pop()
    {
        if (items.Count <= Floor)
        {
            throw Damaged();
        }

        object? value = items[^1];
        items.RemoveAt(items.Count - 1);
        return value;
    }

    public T Pop<T>() => Pop() is T value ? value : throw Damaged();

    /// <summary>The uppermost value; of type object for any, also None.</summary>
    public T Peek<T>() =>
        items.Count > Floor && (items[^1] is T || typeof(T) == typeof(object)) ? (T)items[^1]! : throw Damaged();

    public object?[] PopMany(int count) => items.Count - count >= Floor ? Take(items.Count - count) : throw Damaged();

    public object?[] PopToMark() => marks.TryPop(out int start) ? Take(start) : throw Damaged();

    private object?[] Take(int start)
    {
        object?[] taken = [.. items[start..]];
        items.RemoveRange(start, items.Count - start);
        return taken;
    }

    private WeightsException Damaged() => WeightsException.Damaged(fileName, "its pickle makes no sense");
}
