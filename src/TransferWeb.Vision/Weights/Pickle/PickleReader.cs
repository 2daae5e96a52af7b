namespace TransferWeb.Vision.Weights.Pickle;

/// <summary>
/// Reads pickles of weights (protocols 0 to 4) without running anything: opcodes build plain values, the few allowed globals are
/// interpreted by <see cref="PickleCalls"/>, every other one is refused by name. Work is bounded, whatever the bytes say.
/// </summary>
internal sealed class PickleReader
{
    // About thirty opcodes describe a tensor: enough for sixty thousand tensors.
    private const int MaxWork = 2_000_000;

    private readonly ByteCursor cursor;
    private readonly PickleTokens tokens;
    private readonly Func<object?, object?> loadPersistent;
    private readonly PickleStack stack;
    private readonly Dictionary<long, object?> memo = [];
    private int work;

    /// <param name="cursor">Stands at the pickle's first byte; afterwards behind its last.</param>
    /// <param name="loadPersistent">Gives the value for a persistent id: a storage or a tensor kept outside the pickle.</param>
    public PickleReader(ByteCursor cursor, Func<object?, object?> loadPersistent)
    {
        this.cursor = cursor;
        tokens = new PickleTokens(cursor);
        this.loadPersistent = loadPersistent;
        stack = new PickleStack(cursor.Source.Name);
    }

    /// <summary>Reads one pickle that refers to nothing outside of it.</summary>
    public static object? ReadPlain(ByteCursor cursor) =>
        new PickleReader(cursor, _ => throw WeightsException.Damaged(cursor.Source.Name, "an unexpected reference")).Read();

    /// <summary>Reads one pickle.</summary>
    /// <exception cref="WeightsException">Damaged, or it asks for a global outside the allow-list.</exception>
    public object? Read()
    {
        while (true)
        {
            Spend(1);
            byte opcode = cursor.ReadByte();
            if (opcode == '.')
            {
                return stack.Pop();
            }

            if (!ReadConstant(opcode) && !ReadCollection(opcode) && !ReadMemo(opcode) && !ReadObject(opcode))
            {
                throw Damaged($"the pickle opcode 0x{opcode:x2}");
            }
        }
    }

    private bool ReadConstant(byte opcode)
    {
        if (!tokens.TryReadConstant(opcode, out object? value))
        {
            return false;
        }

        stack.Push(value);
        return true;
    }

    private bool ReadCollection(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'(':
                stack.Mark();
                return true;
            case (byte)')':
                stack.Push(new PickleTuple([]));
                return true;
            case 0x85:
            case 0x86:
            case 0x87:
                stack.Push(new PickleTuple(stack.PopMany(opcode - 0x84)));
                return true;
            case (byte)'t':
                stack.Push(new PickleTuple(stack.PopToMark()));
                return true;
            case (byte)']':
            case 0x8F:
                stack.Push(new PickleList());
                return true;
            case (byte)'l':
            case 0x91:
                stack.Push(PickleCalls.ToList(stack.PopToMark()));
                return true;
            case (byte)'a':
                object? item = stack.Pop();
                stack.Peek<PickleList>().Items.Add(item);
                return true;
            case (byte)'e':
            case 0x90:
                object?[] items = stack.PopToMark();
                stack.Peek<PickleList>().Items.AddRange(items);
                return true;
            default:
                return ReadDictionary(opcode);
        }
    }

    private bool ReadDictionary(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'}':
                stack.Push(new PickleDict());
                return true;
            case (byte)'d':
                object?[] pairs = stack.PopToMark();
                stack.Push(new PickleDict());
                SetItems(pairs);
                return true;
            case (byte)'s':
                SetItems(stack.PopMany(2));
                return true;
            case (byte)'u':
                SetItems(stack.PopToMark());
                return true;
            default:
                return false;
        }
    }

    private bool ReadMemo(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'p':
                memo[tokens.ReadIndexLine()] = stack.Peek<object>();
                return true;
            case (byte)'q':
                memo[cursor.ReadByte()] = stack.Peek<object>();
                return true;
            case (byte)'r':
                memo[(uint)cursor.ReadInt32()] = stack.Peek<object>();
                return true;
            case 0x94:
                memo[memo.Count] = stack.Peek<object>();
                return true;
            case (byte)'g':
                stack.Push(FromMemo(tokens.ReadIndexLine()));
                return true;
            case (byte)'h':
                stack.Push(FromMemo(cursor.ReadByte()));
                return true;
            case (byte)'j':
                stack.Push(FromMemo((uint)cursor.ReadInt32()));
                return true;
            case (byte)'0':
                stack.Pop();
                return true;
            case (byte)'1':
                stack.PopToMark();
                return true;
            case (byte)'2':
                stack.Push(stack.Peek<object>());
                return true;
            default:
                return false;
        }
    }

    private bool ReadObject(byte opcode)
    {
        switch (opcode)
        {
            case 0x80:
                cursor.ReadByte();
                return true;
            case 0x95:
                cursor.ReadInt64();
                return true;
            case (byte)'c':
                stack.Push(Global(tokens.ReadLine(), tokens.ReadLine()));
                return true;
            case 0x93:
                string name = stack.Pop<string>();
                stack.Push(Global(stack.Pop<string>(), name));
                return true;
            case (byte)'i':
                Global(tokens.ReadLine(), tokens.ReadLine());
                throw Damaged("an old-style object");
            case (byte)'R':
            case 0x81:
                PickleTuple arguments = stack.Pop<PickleTuple>();
                stack.Push(PickleCalls.Call(stack.Pop<PickleGlobal>(), arguments.Items, Spend, Damaged));
                return true;
            case (byte)'b':
                object? state = stack.Pop();
                PickleCalls.Build(stack.Peek<object>(), state, Damaged);
                return true;
            case (byte)'Q':
                stack.Push(loadPersistent(stack.Pop()));
                return true;
            case (byte)'P':
                stack.Push(loadPersistent(tokens.ReadLine()));
                return true;
            default:
                return false;
        }
    }

    private void SetItems(object?[] pairs)
    {
        if (pairs.Length % 2 != 0)
        {
            throw Damaged("a key without a value");
        }

        PickleDict dict = stack.Peek<PickleDict>();
        for (int i = 0; i < pairs.Length; i += 2)
        {
            dict.Set(pairs[i], pairs[i + 1]);
        }
    }

    private PickleGlobal Global(string module, string name) =>
        PickleGlobals.Find(module, name)
        ?? throw new WeightsException(
            WeightsFault.UnsafePickle,
            $"{cursor.Source.Name} was not opened: it asks to run {module}.{name}, and a file of weights may only hold tensors. Nothing of it was run. "
                + "If you trust where it comes from, save its state dict again as .safetensors."
        );

    private object? FromMemo(long index) =>
        memo.TryGetValue(index, out object? value) ? value : throw Damaged("an unknown reference");

    private void Spend(int amount)
    {
        work += amount;
        if (work > MaxWork)
        {
            throw Damaged("its pickle is far longer than any list of weights");
        }
    }

    private WeightsException Damaged(string detail) => WeightsException.Damaged(cursor.Source.Name, detail);
}
