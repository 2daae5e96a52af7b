namespace TransferWeb.Vision.Weights;

/// <summary>A stretch of a weight file that holds numbers; several tensors may lie in one.</summary>
internal readonly record struct WeightStorage(WeightSource Source, long Offset, long SizeBytes, bool IsBigEndian = false);
