// libtorch's generator of random numbers and its threads belong to the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
